"""The closed lists that describe a scheme: form, state, expense, basis, recurrence, beneficiary."""

from __future__ import annotations

from enum import StrEnum


class SchemeForm(StrEnum):
    """What kind of money or help it is."""

    GRANT = "grant"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    EQUITY = "equity"
    ADVANCE = "advance"
    ENGINEERING = "engineering"
    PATRONAGE = "patronage"
    FORUM = "forum"

    @property
    def label(self) -> str:
        """As a page names it."""
        return FORM_LABELS[self]


FORM_LABELS = {
    SchemeForm.GRANT: "Subvention ou aide",
    SchemeForm.LOAN: "Prêt",
    SchemeForm.GUARANTEE: "Garantie",
    SchemeForm.EQUITY: "Fonds propres",
    SchemeForm.ADVANCE: "Avance",
    SchemeForm.ENGINEERING: "Ingénierie, sans argent versé",
    SchemeForm.PATRONAGE: "Mécénat",
    SchemeForm.FORUM: "Instance",
}


class SchemeState(StrEnum):
    """Whether one may ask for it."""

    OPEN = "open"
    UPCOMING = "upcoming"
    PERMANENT = "permanent"
    UNCERTAIN = "uncertain"
    CLOSED = "closed"
    HISTORICAL = "historical"

    @property
    def label(self) -> str:
        """As a page names it."""
        return STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether it is known to take requests today."""
        return self in {SchemeState.OPEN, SchemeState.PERMANENT}

    @property
    def is_over(self) -> bool:
        """Whether nobody can ask for it any more."""
        return self in {SchemeState.CLOSED, SchemeState.HISTORICAL}


STATE_LABELS = {
    SchemeState.OPEN: "Ouvert",
    SchemeState.UPCOMING: "À venir",
    SchemeState.PERMANENT: "Permanent",
    SchemeState.UNCERTAIN: "Ouverture à vérifier",
    SchemeState.CLOSED: "Clos",
    SchemeState.HISTORICAL: "Historique",
}


class Expense(StrEnum):
    """What money is spent on."""

    STUDY = "etude"
    START = "demarrage"
    INVESTMENT = "investissement"
    RUNNING = "fonctionnement"
    TRAINING = "formation"
    CASH = "tresorerie"

    @property
    def label(self) -> str:
        """As a page names it."""
        return EXPENSE_LABELS[self]


EXPENSE_LABELS = {
    Expense.STUDY: "Étude",
    Expense.START: "Démarrage",
    Expense.INVESTMENT: "Investissement",
    Expense.RUNNING: "Fonctionnement",
    Expense.TRAINING: "Formation",
    Expense.CASH: "Trésorerie",
}


class AmountBasis(StrEnum):
    """What an amount is counted by."""

    PER_POST = "par-etp"
    PER_HOUR = "par-heure"
    PER_PROJECT = "par-projet"
    PER_STRUCTURE = "par-structure"
    SHARE = "pourcentage"
    GUARANTEED = "montant-garanti"
    LENT = "montant-prete"
    ENVELOPE = "enveloppe"
    NONE = "sans-versement"

    @property
    def label(self) -> str:
        """As a page names it."""
        return BASIS_LABELS[self]

    @property
    def is_whole(self) -> bool:
        """Whether floor and ceiling bound what one project may get."""
        return self in WHOLE


BASIS_LABELS = {
    AmountBasis.PER_POST: "Par poste occupé à temps plein",
    AmountBasis.PER_HOUR: "Par heure",
    AmountBasis.PER_PROJECT: "Par projet",
    AmountBasis.PER_STRUCTURE: "Par structure",
    AmountBasis.SHARE: "Pourcentage des dépenses",
    AmountBasis.GUARANTEED: "Montant garanti",
    AmountBasis.LENT: "Montant prêté",
    AmountBasis.ENVELOPE: "Enveloppe pour tous les lauréats",
    AmountBasis.NONE: "Aucun argent versé",
}
WHOLE = frozenset(
    {
        AmountBasis.PER_PROJECT, AmountBasis.PER_STRUCTURE, AmountBasis.SHARE,
        AmountBasis.GUARANTEED, AmountBasis.LENT,
    }
)  # fmt: skip


class Recurrence(StrEnum):
    """How often it comes back."""

    ONCE = "ponctuel"
    YEARLY = "annuel"
    CALLS = "par-appels"
    CONTINUOUS = "continu"

    @property
    def label(self) -> str:
        """As a page names it."""
        return RECURRENCE_LABELS[self]


RECURRENCE_LABELS = {
    Recurrence.ONCE: "Une seule fois",
    Recurrence.YEARLY: "Chaque année",
    Recurrence.CALLS: "Par appels, sans rythme fixe",
    Recurrence.CONTINUOUS: "En continu",
}


class BeneficiaryKind(StrEnum):
    """Who may ask."""

    CONVENTIONED = "siae-conventionnee"
    ASSOCIATION = "association"
    COMPANY = "societe"
    COOPERATIVE = "cooperative"
    AUTHORITY = "collectivite"
    PUBLIC_BODY = "etablissement-public"
    SUPPORT = "organisme-d-appui"
    FOUNDER = "porteur-sans-structure"
    PERSON = "particulier"

    @property
    def label(self) -> str:
        """As a page names it."""
        return BENEFICIARY_LABELS[self]


BENEFICIARY_LABELS = {
    BeneficiaryKind.CONVENTIONED: "SIAE conventionnée",
    BeneficiaryKind.ASSOCIATION: "Association",
    BeneficiaryKind.COMPANY: "Société commerciale",
    BeneficiaryKind.COOPERATIVE: "SCIC ou autre coopérative",
    BeneficiaryKind.AUTHORITY: "Collectivité",
    BeneficiaryKind.PUBLIC_BODY: "Établissement public",
    BeneficiaryKind.SUPPORT: "Organisme d’accompagnement, réseau",
    BeneficiaryKind.FOUNDER: "Porteur sans structure",
    BeneficiaryKind.PERSON: "Particulier",
}

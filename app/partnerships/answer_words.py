"""The closed lists that a request is asked, each with the words people read."""

from __future__ import annotations

from enum import StrEnum

from app.partnerships.questions import QuestionKey
from app.premises.kinds import Direction, Use
from app.siae.profile_words import WelcomedPublic
from app.toolkit.scheme_terms import Expense


class AskerKind(StrEnum):
    """Who asks."""

    COMPANY = "entreprise"
    BUYER = "acheteur"
    SIAE = "siae"
    HOLDER = "porteur"
    FUNDER = "financeur"

    @property
    def label(self) -> str:
        """As a form names them."""
        return ASKER_LABELS[self]

    @property
    def voice(self) -> str:
        """In the first person, above the cards."""
        return ASKER_TITLES[self]


ASKER_LABELS = {
    AskerKind.COMPANY: "Une entreprise, une association",
    AskerKind.BUYER: "Un acheteur public, une collectivité",
    AskerKind.SIAE: "Une structure d’insertion",
    AskerKind.HOLDER: "Un porteur de projet",
    AskerKind.FUNDER: "Un financeur",
}
ASKER_TITLES = {
    AskerKind.COMPANY: "Je suis une entreprise",
    AskerKind.BUYER: "Je suis un acheteur public",
    AskerKind.SIAE: "Je suis une structure d’insertion",
    AskerKind.HOLDER: "Je porte un projet",
    AskerKind.FUNDER: "Je finance",
}


class Rhythm(StrEnum):
    """How often."""

    ONCE = "une-fois"
    REGULAR = "regulier"
    SEASON = "saison"
    UNKNOWN = "a-definir"

    @property
    def label(self) -> str:
        """The words people read."""
        return RHYTHM_LABELS[self]


RHYTHM_LABELS = {
    Rhythm.ONCE: "Une fois",
    Rhythm.REGULAR: "Régulièrement, toute l’année",
    Rhythm.SEASON: "À certaines saisons",
    Rhythm.UNKNOWN: "À définir ensemble",
}


class Budget(StrEnum):
    """What the asker means to spend in all, before tax; private."""

    UNDER_5K = "moins-de-5-k"
    UNDER_25K = "5-a-25-k"
    UNDER_90K = "25-a-90-k"
    MORE = "plus-de-90-k"
    UNKNOWN = "a-definir"

    @property
    def label(self) -> str:
        """The words people read."""
        return BUDGET_LABELS[self]


BUDGET_LABELS = {
    Budget.UNDER_5K: "Moins de 5 000\u00a0€ HT",
    Budget.UNDER_25K: "De 5 000 à 25 000\u00a0€ HT",
    Budget.UNDER_90K: "De 25 000 à 90 000\u00a0€ HT",
    Budget.MORE: "Plus de 90 000\u00a0€ HT",
    Budget.UNKNOWN: "À définir",
}


class GroupRole(StrEnum):
    """The part taken in a group of bidders."""

    LEADER = "mandataire"
    MEMBER = "membre"
    EITHER = "indifferent"

    @property
    def label(self) -> str:
        """The words people read."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    GroupRole.LEADER: "Mandataire\u00a0: nous menons le groupement",
    GroupRole.MEMBER: "Membre\u00a0: une autre structure le mène",
    GroupRole.EITHER: "À décider ensemble",
}


class Gift(StrEnum):
    """What a partner brings."""

    MONEY = "argent"
    SKILLS = "competences"
    EQUIPMENT = "materiel"
    TIME = "temps"
    PLACE = "lieu"
    CLIENTS = "debouches"

    @property
    def label(self) -> str:
        """The words people read."""
        return GIFT_LABELS[self]


GIFT_LABELS = {
    Gift.MONEY: "De l’argent",
    Gift.SKILLS: "Des compétences (juridique, comptable, numérique…)",
    Gift.EQUIPMENT: "Du matériel",
    Gift.TIME: "Du temps de salariés",
    Gift.PLACE: "Un lieu",
    Gift.CLIENTS: "Des débouchés, des clients",
}


class ProjectStage(StrEnum):
    """Where a project is."""

    IDEA = "idee"
    STUDY = "etude"
    LAUNCH = "lancement"
    GROWTH = "developpement"
    TROUBLE = "difficulte"

    @property
    def label(self) -> str:
        """The words people read."""
        return STAGE_LABELS[self]


STAGE_LABELS = {
    ProjectStage.IDEA: "Une idée",
    ProjectStage.STUDY: "À l’étude\u00a0: diagnostic, modèle économique",
    ProjectStage.LAUNCH: "En cours de lancement",
    ProjectStage.GROWTH: "En activité, pour se développer",
    ProjectStage.TROUBLE: "En activité, en difficulté ou à reprendre",
}


class ImmersionPurpose(StrEnum):
    """The three purposes that the law admits (code du travail, L5135-1)."""

    DISCOVER = "decouvrir"
    CONFIRM = "confirmer"
    RECRUIT = "recruter"

    @property
    def label(self) -> str:
        """The words people read."""
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    ImmersionPurpose.DISCOVER: "Découvrir un métier ou un secteur",
    ImmersionPurpose.CONFIRM: "Confirmer un projet professionnel",
    ImmersionPurpose.RECRUIT: "Amorcer un recrutement",
}


class JobContract(StrEnum):
    """The contract offered at the end of a pathway."""

    PERMANENT = "cdi"
    LONG = "cdd-six-mois-ou-plus"
    SHORT = "cdd-plus-court"
    APPRENTICE = "alternance"

    @property
    def label(self) -> str:
        """The words people read."""
        return CONTRACT_LABELS[self]


CONTRACT_LABELS = {
    JobContract.PERMANENT: "CDI",
    JobContract.LONG: "CDD de six mois ou plus",
    JobContract.SHORT: "CDD plus court",
    JobContract.APPRENTICE: "Contrat en alternance",
}


class Tutor(StrEnum):
    """Whether somebody will guide the person."""

    YES = "oui"
    LATER = "pas-encore"

    @property
    def label(self) -> str:
        """The words people read."""
        return TUTOR_LABELS[self]


TUTOR_LABELS = {Tutor.YES: "Oui", Tutor.LATER: "Pas encore"}


class Help(StrEnum):
    """An expertise sought; values are functions of `content/actors.yaml`."""

    TENDERS = "marches"
    CREATION = "creation"
    ADVICE = "dla"
    MONEY = "financeur"
    TRAINING = "opco"
    DISABILITY = "handicap"
    CLAUSES = "clauses"

    @property
    def label(self) -> str:
        """The words people read."""
        return HELP_LABELS[self]


HELP_LABELS = {
    Help.TENDERS: "Répondre à un marché public",
    Help.CREATION: "Monter un projet, créer une structure",
    Help.ADVICE: "Consolider une structure qui emploie déjà (DLA)",
    Help.MONEY: "Bâtir un plan de financement",
    Help.TRAINING: "Former des salariés",
    Help.DISABILITY: "Accueillir des personnes handicapées",
    Help.CLAUSES: "Réaliser des heures d’insertion",
}
WORDS: dict[QuestionKey, type[StrEnum]] = {
    QuestionKey.PUBLICS: WelcomedPublic,
    QuestionKey.DIRECTION: Direction,
    QuestionKey.USES: Use,
    QuestionKey.EXPENSES: Expense,
    QuestionKey.RHYTHM: Rhythm,
    QuestionKey.BUDGET: Budget,
    QuestionKey.ROLE: GroupRole,
    QuestionKey.GIFTS: Gift,
    QuestionKey.STAGE: ProjectStage,
    QuestionKey.PURPOSE: ImmersionPurpose,
    QuestionKey.CONTRACT: JobContract,
    QuestionKey.TUTOR: Tutor,
    QuestionKey.HELP: Help,
}
"""The questions whose answer is chosen in a closed list."""

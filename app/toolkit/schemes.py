"""Schemes that may pay for a project: who, for what, how much, until when, with what cumulation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.errors import NotFoundError
from app.matching.kinds import SiaeKind
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml


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
    """Whether one may count on it."""

    PERMANENT = "permanent"
    RECURRENT = "recurrent"
    UNCERTAIN = "uncertain"
    CLOSED = "closed"
    HISTORICAL = "historical"

    @property
    def label(self) -> str:
        """As a page names it."""
        return STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether it is known to take requests, now or each year."""
        return self in {SchemeState.PERMANENT, SchemeState.RECURRENT}


STATE_LABELS = {
    SchemeState.PERMANENT: "Permanent",
    SchemeState.RECURRENT: "Chaque année",
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


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme; `territories` are départements, none for the whole region.

    `amount` and `when` are words: a figure there carries its year. `cumul` says what it does not go
    with, `asks_beneficiary` what the beneficiary brings.
    """

    slug: str
    name: str
    funder: str
    form: SchemeForm
    purpose: str
    beneficiaries: str
    amount: str
    when: str
    state: SchemeState
    kinds: tuple[SiaeKind, ...] = ()
    stages: tuple[str, ...] = ()
    expenses: tuple[Expense, ...] = ()
    territories: tuple[str, ...] = ()
    cumul: str = ""
    asks_beneficiary: str = ""
    url: str = ""
    sources: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where what is said of it comes from."""
        return cite(self.sources)

    def serves(self, department: str) -> bool:
        """Whether it is open in that département; everywhere where none is given."""
        return not self.territories or not department or department in self.territories


@dataclass(frozen=True, kw_only=True)
class SchemeFile:
    """The file as it is written."""

    schemes: tuple[Scheme, ...]


@cache
def load_schemes(path: Path = CONTENT / "schemes.yaml") -> tuple[Scheme, ...]:
    """The schemes of that file, in its order; `InvalidError` says what is wrong with it."""
    schemes = read_yaml(path, SchemeFile).schemes
    for scheme in schemes:
        cite(scheme.sources)
    return schemes


def get_scheme(slug: str) -> Scheme:
    """The scheme of that slug; NotFoundError where there is none."""
    for scheme in load_schemes():
        if scheme.slug == slug:
            return scheme
    raise NotFoundError(f"Aucun dispositif ne s’appelle « {slug} ».")

"""What the portal measures, and the figures written in `content/facts.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from app import sectors, territories
from app.errors import InvalidError
from app.matching.kinds import SiaeKind
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

REGION = "R11"


class MeasureTheme(StrEnum):
    """What a measure is about, in the order of the page."""

    STRUCTURES = "structures"
    EMPLOYEES = "salaries"
    PEOPLE = "publics"
    SECTORS = "filieres"
    TENDERS = "marches"
    SUPPORT = "accompagnement"
    TRAINING = "formation"
    EXITS = "sorties"
    MONEY = "financement"
    GOVERNANCE = "gouvernance"
    TERRITORIES = "territoires"

    @property
    def label(self) -> str:
        """As a page names it."""
        return THEME_LABELS[self]


THEME_LABELS = {
    MeasureTheme.STRUCTURES: "Structures",
    MeasureTheme.EMPLOYEES: "Salariés et postes",
    MeasureTheme.PEOPLE: "Publics",
    MeasureTheme.SECTORS: "Filières et métiers",
    MeasureTheme.TENDERS: "Marchés publics",
    MeasureTheme.SUPPORT: "Accompagnement et encadrement",
    MeasureTheme.TRAINING: "Formation",
    MeasureTheme.EXITS: "Sorties",
    MeasureTheme.MONEY: "Financement",
    MeasureTheme.GOVERNANCE: "Prescription et gouvernance",
    MeasureTheme.TERRITORIES: "Territoires",
}


class Unit(StrEnum):
    """What a value counts."""

    STRUCTURES = "structures"
    PEOPLE = "personnes"
    FTE = "etp"
    PERCENT = "percent"
    POINTS = "points"
    EUROS = "euros"
    POSTS = "postes"
    PROJECTS = "projets"
    TERRITORIES = "territoires"
    ACTIONS = "actions"
    HOURS = "heures"
    INHABITANTS = "habitants"
    SECTORS = "secteurs"
    RANK = "rang"

    @property
    def label(self) -> str:
        """After a number."""
        return UNIT_LABELS.get(self, self.value)


UNIT_LABELS = {
    Unit.FTE: "ETP",
    Unit.PERCENT: "%",
    Unit.EUROS: "€",
    Unit.SECTORS: "filières",
}


@dataclass(frozen=True, kw_only=True)
class WrittenFact:
    """A figure; `dated` ends the period it is about, `words` say what the source does not count.

    `kind`, `sector` and `territory` narrow it; `is_target` for what was aimed at.
    """

    period: str
    dated: date
    value: Decimal | None = None
    words: str = ""
    kind: SiaeKind | None = None
    sector: str = ""
    territory: str = REGION
    is_target: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where it comes from."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is counted, and how not to misread it.

    `contradicts` is the key of the measure that says otherwise in the same source; `requirements`
    are the parts of the regional strategy that it answers.
    """

    key: str
    label: str
    theme: MeasureTheme
    unit: Unit
    definition: str
    caution: str = ""
    is_declarative: bool = False
    requirements: tuple[str, ...] = ()
    contradicts: str = ""
    facts: tuple[WrittenFact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeasureFile:
    """The file as it is written."""

    measures: tuple[Measure, ...]


@cache
def load_measures(path: Path = CONTENT / "facts.yaml") -> dict[str, Measure]:
    """The measures of that file by key, in its order; `InvalidError` says what is wrong with it."""
    measures = read_yaml(path, MeasureFile).measures
    known = {measure.key: measure for measure in measures}
    if len(known) < len(measures):
        raise InvalidError(f"{path.name}\u00a0: deux mesures ont la même clé.")
    for measure in measures:
        if measure.contradicts and measure.contradicts not in known:
            raise InvalidError(f"« {measure.key} » contredit une mesure inconnue.")
        for fact in measure.facts:
            check_fact(measure, fact)
    return known


def check_fact(measure: Measure, fact: WrittenFact) -> None:
    """Raise InvalidError for a figure that cannot be shown, naming its measure and the reason."""
    where = f"« {measure.key} », {fact.period}"
    if not fact.cited:
        raise InvalidError(f"{where}\u00a0: une source manque.")
    if fact.value is None and not fact.words:
        raise InvalidError(f"{where}\u00a0: ni valeur, ni mots.")
    if territories.find_code(fact.territory) is None:
        raise InvalidError(f"{where}\u00a0: le territoire « {fact.territory} » n’existe pas.")
    if fact.sector and sectors.find(fact.sector) is None:
        raise InvalidError(f"{where}\u00a0: la filière « {fact.sector} » n’existe pas.")

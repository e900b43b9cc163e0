"""The closed lists of the sheets of actors, and the short ways some of their fields are written.

A part is « conventionnement:A », « dla/developpement:R » or « gestion » (letter unknown), with its
source after « @ ». A former name is « Pôle emploi », or « Direccte [2010..2021] », either date left
out where it is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.errors import InvalidError

PART = re.compile(
    r"(?:(?P<function>[a-z0-9-]+)/)?(?P<stage>[a-z0-9-]+)"
    r"(?::(?P<letter>[RACI]))?(?:@(?P<source>[a-z0-9-]+))?"
)
FORMER = re.compile(
    r"(?P<name>[^\[\]]+?)(?:\s*\[(?P<since>[0-9-]*)\s*\.\.\s*(?P<until>[0-9-]*)\])?"
)
DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class BodyKind(StrEnum):
    """What an actor is."""

    STATE = "etat"
    AUTHORITY = "collectivite"
    OPERATOR = "operateur-public"
    PARTNERSHIP = "groupement-public"
    NETWORK = "reseau"
    ASSOCIATION = "association"
    FUNDER = "financeur"
    TRAINING_FUNDER = "opco"
    COMPANIES = "entreprises"
    SCHEME = "dispositif"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """As pages name it."""
        return KIND_LABELS[self]


KIND_LABELS = {
    BodyKind.STATE: "Service de l’État",
    BodyKind.AUTHORITY: "Collectivité ou intercommunalité",
    BodyKind.OPERATOR: "Opérateur public",
    BodyKind.PARTNERSHIP: "Groupement d’intérêt public",
    BodyKind.NETWORK: "Réseau",
    BodyKind.ASSOCIATION: "Association",
    BodyKind.FUNDER: "Financeur",
    BodyKind.TRAINING_FUNDER: "Opérateur de compétences (OPCO)",
    BodyKind.COMPANIES: "Club ou réseau d’entreprises",
    BodyKind.SCHEME: "Dispositif d’appui",
    BodyKind.OTHER: "Organisme",
}


class Theme(StrEnum):
    """What an actor is asked about."""

    AGREEMENT = "conventionnement"
    CREATION = "creation"
    FUNDING = "financement"
    TRAINING = "formation"
    TENDERS = "marches"
    SECTORS = "filieres"
    PREMISES = "locaux"
    ORIENTATION = "prescription"
    PATHS = "parcours"
    EXITS = "sorties"
    YOUNG = "jeunes"
    DISABILITY = "handicap"
    HOUSING = "logement"
    MOBILITY = "mobilite"
    RIGHTS = "droits-sociaux"
    QUALITY = "qualite"
    DIGITAL = "numerique"
    DATA = "donnees"

    @property
    def label(self) -> str:
        """As pages name it."""
        return THEME_LABELS[self]


THEME_LABELS = {
    Theme.AGREEMENT: "Conventionnement",
    Theme.CREATION: "Création de structures",
    Theme.FUNDING: "Financement",
    Theme.TRAINING: "Formation",
    Theme.TENDERS: "Marchés et clauses sociales",
    Theme.SECTORS: "Filières et développement économique",
    Theme.PREMISES: "Locaux",
    Theme.ORIENTATION: "Orientation des publics",
    Theme.PATHS: "Articulation des parcours",
    Theme.EXITS: "Préparation des sorties",
    Theme.YOUNG: "Jeunes",
    Theme.DISABILITY: "Handicap",
    Theme.HOUSING: "Logement et hébergement",
    Theme.MOBILITY: "Mobilité",
    Theme.RIGHTS: "Droits sociaux",
    Theme.QUALITY: "Qualité et professionnalisation",
    Theme.DIGITAL: "Services numériques",
    Theme.DATA: "Données et suivi",
}


class Letter(StrEnum):
    """The part somebody has in a stage (RACI)."""

    DOES = "R"
    DECIDES = "A"
    CONSULTED = "C"
    INFORMED = "I"

    @property
    def label(self) -> str:
        """As a verb: « décide »."""
        return LETTER_LABELS[self]


LETTER_LABELS = {
    Letter.DOES: "réalise",
    Letter.DECIDES: "décide",
    Letter.CONSULTED: "est consulté",
    Letter.INFORMED: "est informé",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """What somebody does in a stage; `letter` is None where it is not known.

    `function` is empty where it goes for all of them, `source` where nobody wrote it before us.
    """

    stage: str
    letter: Letter | None = None
    function: str = ""
    source: str = ""


def read_part(text: str) -> Part:
    """A part as it is written; InvalidError where it is not one."""
    found = PART.fullmatch(text.strip())
    if found is None:
        raise InvalidError(f"« {text[:60]} » ne se lit pas : écrivez « étape:R » ou « étape ».")
    letter = found["letter"]
    return Part(
        stage=found["stage"],
        letter=Letter(letter) if letter else None,
        function=found["function"] or "",
        source=found["source"] or "",
    )


@dataclass(frozen=True, kw_only=True)
class FormerName:
    """A name that an actor bore; dates are years, months or days as far as they are known."""

    name: str
    since: str = ""
    until: str = ""

    @property
    def words(self) -> str:
        """« Direccte (jusqu’en 2021) »."""
        if self.since and self.until:
            return f"{self.name} ({say(self.since)} – {say(self.until)})"
        if self.until:
            return f"{self.name} (jusqu’en {say(self.until)})"
        return f"{self.name} (depuis {say(self.since)})" if self.since else self.name

    @property
    def span(self) -> tuple[float, float]:
        """When it held, as days; an unknown end is next to the other one."""
        since = read_day(self.since) if self.since else None
        until = read_day(self.until) if self.until else None
        if since is not None:
            return since, until if until is not None else since + 0.5
        return (until - 0.5, until) if until is not None else (0.0, 0.0)

    def overlaps(self, other: FormerName) -> bool:
        """Whether both held at some same time, as far as their dates say."""
        if not (self.since or self.until) or not (other.since or other.until):
            return False
        mine, theirs = self.span, other.span
        return mine[0] < theirs[1] and theirs[0] < mine[1]


def read_former_name(text: str) -> FormerName:
    """A former name as it is written; InvalidError where it is not one, or where it ends first."""
    found = FORMER.fullmatch(text.strip())
    if found is None:
        raise InvalidError(f"« {text[:60]} » ne se lit pas : écrivez « Nom [2010..2021] ».")
    former = FormerName(
        name=found["name"].strip(), since=found["since"] or "", until=found["until"] or ""
    )
    if former.since and former.until and read_day(former.until) <= read_day(former.since):
        raise InvalidError(f"« {former.name} » finit avant de commencer.")
    if former.since or former.until:
        _ = former.span
    return former


def read_day(text: str) -> float:
    """The first day of a year, a month or a day as a number; InvalidError where it is none."""
    found = DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part or 1) for part in found.groups())
        return float(date(year, month, day).toordinal())
    except ValueError:
        raise InvalidError(
            f"« {text[:20]} » n’est pas une date : AAAA, AAAA-MM ou AAAA-MM-JJ."
        ) from None


def say(day: str) -> str:
    """« 2021 », « 31/12/2021 »."""
    return "/".join(reversed(day.split("-")))

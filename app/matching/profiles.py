"""What the engine sees of the two sides: a need, and the profiles that could serve it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.matching.kinds import ServiceType, SiaeKind
from app.territories import Area, Point


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """One thing a structure does: its sector, its form and its own area of intervention.

    `area` None is an area nobody declared; `capacity_fte` is in full-time equivalents, with the day
    it was declared on; `is_inferred` marks a sector deduced by an import and not yet confirmed.
    """

    sector: str
    group: str
    service: ServiceType | None = None
    area: Area | None = None
    capacity_fte: float | None = None
    capacity_as_of: date | None = None
    available_from: date | None = None
    is_inferred: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A structure, of one kind, with its activities; `key` is stable and breaks ties.

    `answers_in_groups` is what it said of answering with others: None where it said nothing.
    """

    key: int
    siret: str
    name: str
    kind: SiaeKind
    slug: str
    commune: str | None
    point: Point | None
    activities: tuple[Activity, ...]
    city: str = ""
    is_demo: bool = False
    answers_in_groups: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SoughtSector:
    """A sector a need asks for; `weight` in (0, 1] says how surely."""

    slug: str
    group: str
    name: str
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reservation:
    """Who may answer a reserved need: admitted kinds, kinds to check, and the articles."""

    admitted: frozenset[SiaeKind]
    to_check: frozenset[SiaeKind]
    articles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What is asked for: one lot of a tender here; later a company's request.

    `territories` are codes of the places of performance; `deadline` is aware; `fte` the volume
    asked for in full-time equivalents, with the sentence that says where it comes from.
    """

    sectors: tuple[SoughtSector, ...]
    territories: tuple[str, ...] = ()
    service: ServiceType | None = None
    deadline: datetime | None = None
    fte: float | None = None
    fte_source: str = ""
    reservation: Reservation | None = None
    buyer_siret: str = ""

"""What the engine sees of the two sides: a need, and the profiles that could serve it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.matching.kinds import Modality, ServiceType, SiaeKind
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

    `partnerships` are the modalities it looks for, `conditions` the labels and publics it says it
    has; None where its members said nothing. `references` counts its client references.
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
    partnerships: frozenset[Modality] | None = None
    conditions: frozenset[str] | None = None
    references: int | None = None

    @property
    def answers_in_groups(self) -> bool | None:
        """What it said of answering with others; None where it said nothing of partnerships."""
        if self.partnerships is None:
            return None
        return Modality.CONSORTIUM in self.partnerships


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
    """What is asked for: one lot of a tender, or a request for a partnership.

    `territories` are codes of the places of performance; `deadline` is aware; `fte` the volume
    asked for in full-time equivalents, with the sentence that says where it comes from.
    `modality` is None for a lot; `days` are those of an immersion, `hours` those of one person's
    staffing; `conditions` the labels and publics asked for. `buyer_siret` is also the asker's.
    """

    sectors: tuple[SoughtSector, ...]
    territories: tuple[str, ...] = ()
    service: ServiceType | None = None
    deadline: datetime | None = None
    fte: float | None = None
    fte_source: str = ""
    reservation: Reservation | None = None
    buyer_siret: str = ""
    modality: Modality | None = None
    starts_on: date | None = None
    days: int | None = None
    hours: int | None = None
    conditions: frozenset[str] = frozenset()

    @property
    def is_for_all(self) -> bool:
        """Whether it is a request that no sector narrows: a gift, premises."""
        return self.modality is not None and not self.sectors

    @property
    def is_of_work(self) -> bool:
        """Whether work or staff is bought: a lot, or a request that says in which form."""
        return self.modality is None or self.service is not None

"""What the data files say, as frozen values; days count from the day the demonstration is loaded.

A key that the files misspell is an error, never a silence.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from cattrs import Converter

from app.events.kinds import Audience, EventKind, EventStatus
from app.matching.kinds import ServiceType, SiaeKind
from app.premises.kinds import Access, Direction, Lease, Owner, Use
from app.tenders.records import ClauseKind, NoticeKind, Origin

DATA = Path(__file__).parent / "data"
Sample = TypeVar("Sample")


@dataclass(frozen=True, kw_only=True)
class ActivitySample:
    """One activity; `zones` are codes of territories, or `radius_km` is told, or neither.

    `fte` is in full-time equivalents, declared `declared_days_ago`; free in `free_in_days`.
    """

    sector: str
    service: ServiceType
    zones: tuple[str, ...] = ()
    radius_km: float | None = None
    fte: float | None = None
    declared_days_ago: int | None = None
    free_in_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class StructureSample:
    """One fictional structure, in a real commune; `places` is an ESAT's number of places."""

    name: str
    kind: SiaeKind
    postal_code: str
    city: str
    description: str
    activities: tuple[ActivitySample, ...]
    places: int | None = None


@dataclass(frozen=True, kw_only=True)
class BuyerSample:
    """A fictional buyer, in a real commune."""

    name: str
    postal_code: str
    city: str


@dataclass(frozen=True, kw_only=True)
class LotSample:
    """One lot; `places` are lines such as « 93100 Montreuil »; `value` is in euros before tax."""

    title: str
    cpv: tuple[str, ...]
    places: tuple[str, ...] = ()
    description: str = ""
    value: float | None = None
    months: float | None = None


@dataclass(frozen=True, kw_only=True)
class ClauseSample:
    """One clause with its proof; `lot` empty is the whole consultation."""

    kind: ClauseKind
    quotation: str
    field: str
    lot: str = ""
    article: str = ""
    origin: Origin = Origin.TEXT


@dataclass(frozen=True, kw_only=True)
class FollowUpSample:
    """A later notice of the same consultation, and what it says."""

    id: str
    kind: NoticeKind
    published_days_ago: int
    text: str
    deadline_in_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class ConsultationSample:
    """One fictional consultation; lots are numbered from 1 in their order.

    `deadline_in_days` may be negative: the deadline is passed. Every deadline is at noon in Paris.
    """

    id: str
    title: str
    buyer: BuyerSample
    family: str
    procedure: str
    nature: tuple[str, ...]
    published_days_ago: int
    deadline_in_days: int
    description: str
    lots: tuple[LotSample, ...]
    clauses: tuple[ClauseSample, ...] = ()
    follow_ups: tuple[FollowUpSample, ...] = ()
    criteria: str = ""
    value: float | None = None


@dataclass(frozen=True, kw_only=True)
class EventSample:
    """One fictional event, `in_days` from the day of loading, negative where it is over.

    Without `starts` it lasts `lasts_days` whole days. `territory` is a code, empty online.
    """

    title: str
    kind: EventKind
    organiser: str
    in_days: int
    description: str
    audiences: tuple[Audience, ...]
    place: str = ""
    territory: str = ""
    online_url: str = ""
    starts: str = ""
    ends: str = ""
    lasts_days: int = 1
    sectors: tuple[str, ...] = ()
    committee: str = ""
    agenda_themes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    status: EventStatus = EventStatus.PLANNED


@dataclass(frozen=True, kw_only=True)
class PremisesSample:
    """One fictional announcement; surfaces in m², `territory` is a code."""

    title: str
    direction: Direction
    uses: tuple[Use, ...]
    territory: str
    owner: Owner
    description: str
    surface_min: int | None = None
    surface_max: int | None = None
    lease: Lease = Lease.OPEN
    rent: str = ""
    access: Access = Access.UNKNOWN
    free_in_days: int | None = None


@cache
def structure_samples() -> tuple[StructureSample, ...]:
    """The structures, département by département, in the order of the files."""
    return read_folder("structures", StructureSample)


@cache
def consultation_samples() -> tuple[ConsultationSample, ...]:
    """The consultations, by number."""
    found = read_folder("consultations", ConsultationSample)
    return tuple(sorted(found, key=lambda sample: sample.id))


@cache
def event_samples() -> tuple[EventSample, ...]:
    """The events of the agenda."""
    return read_folder("events", EventSample)


@cache
def premises_samples() -> tuple[PremisesSample, ...]:
    """The announcements of premises."""
    return read_folder("premises", PremisesSample)


def read_folder(name: str, kind: type[Sample]) -> tuple[Sample, ...]:
    """Every entry of the files of `data/<name>/`, each under the key `[[<name>]]`."""
    converter = Converter(forbid_extra_keys=True)
    entries: list[Sample] = []
    for path in sorted((DATA / name).glob("*.toml")):
        with path.open("rb") as file:
            entries.extend(converter.structure(entry, kind) for entry in tomllib.load(file)[name])
    return tuple(entries)

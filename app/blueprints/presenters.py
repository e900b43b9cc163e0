"""What templates show of structures and consultations: values only, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app import sectors, territories
from app.blueprints.formatting import format_left, format_moment
from app.siae.models import Siae
from app.tenders.clauses import CLAUSE_LABELS
from app.tenders.lifecycle import ConsultationState, read_state
from app.tenders.models import Consultation
from app.tenders.records import ClauseKind
from app.territories import Point, distance_km

SHOWN_SECTORS = 3
Link = tuple[str, str]


def sector_link(slug: str) -> Link:
    """The name of a sector and its address; the slug itself where the taxonomy forgot it."""
    sector = sectors.find(slug)
    return (sector.name if sector else slug, f"/filieres/{slug}")


@dataclass(frozen=True, kw_only=True)
class StructureCard:
    """A structure in a list."""

    name: str
    href: str
    kind: str
    kind_label: str
    is_siae: bool
    city: str
    distance_km: float | None
    sectors: tuple[Link, ...]
    more_sectors: int
    inferred: bool
    is_demo: bool

    @classmethod
    def of(cls, siae: Siae, centre: Point | None = None) -> StructureCard:
        """The card of a structure; its distance where a centre is given."""
        slugs = list(dict.fromkeys(activity.sector for activity in siae.activities))
        point = siae.point
        return cls(
            name=siae.display_name,
            href=f"/structures/{siae.slug}",
            kind=siae.kind.value,
            kind_label=siae.kind.label,
            is_siae=siae.kind.is_siae,
            city=siae.city,
            distance_km=distance_km(centre, point) if centre and point else None,
            sectors=tuple(sector_link(slug) for slug in slugs[:SHOWN_SECTORS]),
            more_sectors=max(0, len(slugs) - SHOWN_SECTORS),
            inferred=any(activity.is_inferred for activity in siae.activities),
            is_demo=siae.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class TenderCard:
    """A consultation in a list."""

    title: str
    href: str
    state: str
    state_label: str
    buyer: str
    place: str
    deadline: str
    deadline_iso: str
    remaining: str
    clauses: tuple[tuple[str, str], ...]
    sectors: tuple[Link, ...]
    lots: int
    is_demo: bool
    is_amended: bool = False
    answering: str = ""
    publisher: str = ""

    @classmethod
    def of(cls, consultation: Consultation, now: datetime, answering: str = "") -> TenderCard:
        """The card of a consultation at that instant; `answering` is how the asker could answer."""
        state = state_of(consultation, now)
        deadline = consultation.deadline_at
        return cls(
            title=consultation.title,
            href=f"/marches/{consultation.reference}",
            state=state.value,
            state_label=state.label,
            buyer=consultation.buyer_name,
            place=name_places(consultation.places),
            deadline=format_moment(deadline, consultation.deadline_precision) if deadline else "",
            deadline_iso=deadline.isoformat() if deadline else "",
            remaining=format_left(deadline, now) if state in STILL_OPEN else "",
            clauses=tuple(
                (kind, CLAUSE_LABELS[ClauseKind(kind)]) for kind in consultation.clause_kinds
            ),
            sectors=tuple(sector_link(slug) for slug in consultation.sectors[:SHOWN_SECTORS]),
            lots=consultation.lot_count,
            is_demo=consultation.is_demo,
            is_amended=consultation.is_amended and state in STILL_OPEN,
            answering=answering,
            publisher=consultation.publisher,
        )


STILL_OPEN = frozenset({ConsultationState.OPEN, ConsultationState.CLOSING_SOON})


def state_of(consultation: Consultation, now: datetime) -> ConsultationState:
    """The state of a consultation at that instant."""
    return read_state(consultation.status, consultation.deadline_at, now)


def name_places(codes: Sequence[str], most: int = 2) -> str:
    """The names of these territories, the first ones spelt out."""
    found = [place for code in codes if (place := territories.find_code(code)) is not None]
    names = ", ".join(place.name for place in found[:most])
    more = len(found) - most
    return f"{names} et {more} autre{'s' if more > 1 else ''}" if more > 0 else names

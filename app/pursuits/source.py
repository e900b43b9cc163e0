"""What a consultation says today of what an organisation follows, beside what it last saw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.clock import NBSP, say_date, say_moment, to_paris
from app.errors import NotFoundError
from app.pursuits.models import Pursuit
from app.tenders.lifecycle import STATE_LABELS, ConsultationState, Status
from app.tenders.models import Consultation, Lot, Notice
from app.tenders.records import Precision

GONE = (
    "L’avis n’est plus dans le portail. Vérifiez sur le profil de l’acheteur s’il est toujours "
    "en cours."
)
LOT_GONE = "Le lot que vous suivez n’est plus dans l’avis."
CALLED_OFF = (Status.CANCELLED.value, Status.WITHOUT_FOLLOW_UP.value)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a consultation, or one lot of it, says; instants are aware, in UTC."""

    reference: str
    title: str
    buyer_name: str
    deadline_at: datetime | None
    deadline_precision: str
    status: str
    sectors: tuple[str, ...]
    is_demo: bool
    updated_at: datetime
    has_lot: bool = True

    @property
    def is_called_off(self) -> bool:
        """Whether the buyer gave it up."""
        return self.status in CALLED_OFF


def read_source(consultation: Consultation, number: str) -> Source:
    """What that consultation says, its lots loaded, of the lot of that number or of the whole."""
    lot = find_lot(consultation, number) if number else None
    title = consultation.title
    if lot is not None:
        title = f"{title} – lot {lot.number}{NBSP}: {lot.title}"
    return Source(
        reference=consultation.reference,
        title=title[:500],
        buyer_name=consultation.buyer_name,
        deadline_at=(lot.deadline_at if lot else None) or consultation.deadline_at,
        deadline_precision=consultation.deadline_precision,
        status=consultation.status,
        sectors=tuple(consultation.sectors),
        is_demo=consultation.is_demo,
        updated_at=consultation.updated_at,
        has_lot=not number or lot is not None,
    )


def find_lot(consultation: Consultation, number: str) -> Lot | None:
    """The lot of that number, or None."""
    return next((lot for lot in consultation.lots if lot.number == number), None)


def require_lot(consultation: Consultation, number: str) -> None:
    """Raise NotFoundError where a number is given and is none of the consultation's lots."""
    if number and find_lot(consultation, number) is None:
        raise NotFoundError("Cette consultation n’a pas ce lot.")


def read_sources(session: Session, pursuits: Iterable[Pursuit]) -> dict[int, Source | None]:
    """What each consultation says, by the id of its pursuit; None where it is gone.

    Two consultations that an import joined are found by the number of any of their notices.
    """
    listed = list(pursuits)
    found = find_consultations(session, {pursuit.reference for pursuit in listed})
    return {
        pursuit.id: read_source(found[pursuit.reference], pursuit.lot)
        if pursuit.reference in found
        else None
        for pursuit in listed
    }


def find_consultations(session: Session, references: set[str]) -> dict[str, Consultation]:
    """The consultations of these numbers, their lots loaded, by the number asked for."""
    loaded = selectinload(Consultation.lots)
    select = sa.select(Consultation).where(Consultation.reference.in_(references))
    found = {c.reference: c for c in session.scalars(select.options(loaded))} if references else {}
    missing = references - found.keys()
    if missing:
        by_notice = (
            sa.select(Notice.number, Consultation)
            .join(Notice.consultation)
            .where(Notice.number.in_(missing))
            .options(loaded)
            .order_by(Consultation.id.desc())
        )
        found |= {row[0]: row[1] for row in session.execute(by_notice)}
    return found


def list_changes(pursuit: Pursuit, source: Source | None) -> tuple[str, ...]:
    """What changed since a member last saw it, in sentences; nothing where all is the same."""
    if source is None:
        return (GONE,) if pursuit.status != GONE_STATUS else ()
    changes = []
    if not source.has_lot:
        changes.append(LOT_GONE)
    if source.deadline_at != pursuit.deadline_at:
        before = say_deadline(pursuit.deadline_at, pursuit.deadline_precision)
        after = say_deadline(source.deadline_at, source.deadline_precision)
        changes.append(
            "L’échéance a changé depuis que vous suivez ce marché"
            f"{NBSP}: {after} (avant{NBSP}: {before})."
        )
    if source.status != pursuit.status:
        label = (
            STATE_LABELS.get(ConsultationState(source.status), "") if source.status in KNOWN else ""
        )
        changes.append(f"L’état de la consultation a changé{NBSP}: {label.lower() or 'en cours'}.")
    if source.has_lot and source.title != pursuit.title:
        changes.append(f"L’intitulé a changé{NBSP}: «{NBSP}{source.title}{NBSP}».")
    if source.buyer_name != pursuit.buyer_name:
        changes.append(f"L’acheteur a changé{NBSP}: {source.buyer_name or 'non précisé'}.")
    return tuple(changes)


GONE_STATUS = "gone"
KNOWN = frozenset(state.value for state in ConsultationState)


def say_deadline(moment: datetime | None, precision: str) -> str:
    """« mardi 3 février 2026 à 12 h 00 », the day alone where no hour is known, or « aucune »."""
    if moment is None:
        return "aucune"
    if precision == Precision.DAY:
        return say_date(to_paris(moment).date())
    return say_moment(moment)

"""Selects on consultations; they hold no session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.tenders.criteria import TenderCriteria, narrow, order_of
from app.tenders.models import Consultation, Lot, LotTerritory, Notice, PendingDocument

MOST_PENDING = 500


def consultations(criteria: TenderCriteria, now: datetime) -> sa.Select[Consultation]:
    """The consultations asked for at that instant, in order; their lots are not loaded."""
    return narrow(sa.select(Consultation), criteria, now).order_by(*order_of(criteria, now))


def with_lots(select: sa.Select[Consultation]) -> sa.Select[Consultation]:
    """The same, each consultation with its lots, their sectors and places, and its clauses."""
    return select.options(*whole_loads())


def whole_loads() -> tuple[Any, ...]:
    """Lots with sectors and places, and clauses."""
    lots = selectinload(Consultation.lots)
    return (
        lots.selectinload(Lot.sectors),
        lots.selectinload(Lot.territories),
        selectinload(Consultation.clauses),
    )


def references(criteria: TenderCriteria, now: datetime) -> sa.Select[str]:
    """The references of the consultations asked for, in no order."""
    return narrow(sa.select(Consultation.reference), criteria, now)


def total(criteria: TenderCriteria, now: datetime) -> sa.Select[int]:
    """How many consultations are asked for."""
    return narrow(sa.select(sa.func.count(Consultation.id)), criteria, now)


def by_references(wanted: Sequence[str]) -> sa.Select[Consultation]:
    """These consultations, in no order; their lots are not loaded."""
    return sa.select(Consultation).where(Consultation.reference.in_(wanted))


def by_reference(reference: str) -> sa.Select[Consultation]:
    """The consultation with that public number, or with a notice of that number, whole."""
    of_notice = sa.select(Notice.consultation_id).where(Notice.number == reference)
    return (
        sa.select(Consultation)
        .where(sa.or_(Consultation.reference == reference, Consultation.id.in_(of_notice)))
        .options(*whole_loads(), selectinload(Consultation.notices))
        .order_by((Consultation.reference == reference).desc(), Consultation.id)
        .limit(1)
    )


def every_reference() -> sa.Select[str]:
    """The references of all consultations but the fictional ones, in a stable order."""
    select = sa.select(Consultation.reference).where(Consultation.is_demo.is_(False))
    return select.order_by(Consultation.id)


def everything() -> sa.Select[Consultation]:
    """All consultations in a stable order, their lots not loaded: for the index."""
    return sa.select(Consultation).order_by(Consultation.id)


def pending_documents() -> sa.Select[int, str]:
    """Some rows of what the search must write again, the oldest first."""
    return (
        sa.select(PendingDocument.id, PendingDocument.reference)
        .order_by(PendingDocument.id)
        .limit(MOST_PENDING)
    )


def forget_pending(rows: Sequence[int]) -> sa.Delete:
    """What the search has written: these rows, and none that came since."""
    return sa.delete(PendingDocument).where(PendingDocument.id.in_(rows))


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever a consultation does."""
    return sa.select(sa.func.count(Consultation.id), sa.func.max(Consultation.updated_at))


def places(
    criteria: TenderCriteria, now: datetime
) -> sa.Select[int, str, str, str, datetime | None, str]:
    """What the map shows: a row per consultation and first place of each of its lots."""
    select = (
        sa.select(
            Consultation.id,
            Consultation.reference,
            Consultation.title,
            Consultation.buyer_name,
            Consultation.deadline_at,
            LotTerritory.territory,
        )
        .join(Lot, Lot.consultation_id == Consultation.id)
        .join(LotTerritory, LotTerritory.lot_id == Lot.id)
        .where(LotTerritory.position == 0)
        .distinct()
        .order_by(Consultation.id)
    )
    return narrow(select, criteria, now)

"""Selects on consultations; they hold no session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.tenders.lifecycle import CLOSING_SOON, Status
from app.tenders.models import (
    Clause,
    Consultation,
    Lot,
    LotSector,
    LotTerritory,
    Notice,
    PendingDocument,
)
from app.tenders.records import ClauseKind

MOST_PENDING = 500
Columns = TypeVarTuple("Columns")


class StateFilter(StrEnum):
    """Which consultations, by their state at one instant; the values are the address's words."""

    OPEN = "ouvert"
    SOON = "bientot-clos"
    CLOSED = "clos"
    CANCELLED = "annule"
    AWARDED = "attribue"
    ALL = "tous"

    @property
    def label(self) -> str:
        """The words people read."""
        return STATE_LABELS[self]


STATE_LABELS = {
    StateFilter.OPEN: "Ouvertes",
    StateFilter.SOON: "Ferment dans les 7 jours",
    StateFilter.CLOSED: "Closes",
    StateFilter.CANCELLED: "Annulées ou sans suite",
    StateFilter.AWARDED: "Attribuées",
    StateFilter.ALL: "Toutes",
}


class TenderOrder(StrEnum):
    """How consultations are sorted."""

    URGENCY = "urgence"
    RECENT = "parution"
    RELEVANCE = "pertinence"


@dataclass(frozen=True, kw_only=True)
class TenderCriteria:
    """What a list of consultations is asked for; an empty part asks for nothing.

    `territories` are codes, those containing and those inside the places wanted; `references` what
    a full-text search found, the best first.
    """

    state: StateFilter = StateFilter.OPEN
    sectors: tuple[str, ...] = ()
    territories: frozenset[str] = frozenset()
    clauses: tuple[ClauseKind, ...] = ()
    references: Sequence[str] | None = None
    order: TenderOrder = TenderOrder.URGENCY


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


def narrow(
    select: sa.Select[*Columns], criteria: TenderCriteria, now: datetime
) -> sa.Select[*Columns]:
    """The select, kept to the consultations asked for."""
    select = select.where(*in_state(criteria.state, now))
    if criteria.sectors:
        of_sector = (
            sa.select(Lot.consultation_id)
            .join(LotSector, LotSector.lot_id == Lot.id)
            .where(LotSector.sector.in_(criteria.sectors))
        )
        select = select.where(Consultation.id.in_(of_sector))
    if criteria.territories:
        of_place = (
            sa.select(Lot.consultation_id)
            .join(LotTerritory, LotTerritory.lot_id == Lot.id)
            .where(LotTerritory.territory.in_(sorted(criteria.territories)))
        )
        select = select.where(Consultation.id.in_(of_place))
    if criteria.clauses:
        of_clause = sa.select(Clause.consultation_id).where(Clause.kind.in_(criteria.clauses))
        select = select.where(Consultation.id.in_(of_clause))
    if criteria.references is not None:
        select = select.where(Consultation.reference.in_(criteria.references))
    return select


def in_state(state: StateFilter, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of a state at that instant; an active one without deadline is not open."""
    active = Consultation.status == Status.ACTIVE
    deadline = Consultation.deadline_at
    conditions: dict[StateFilter, tuple[sa.ColumnElement[bool], ...]] = {
        StateFilter.OPEN: (active, deadline > now),
        StateFilter.SOON: (
            active,
            deadline > now,
            deadline <= now + CLOSING_SOON,
        ),
        StateFilter.CLOSED: (active, deadline <= now),
        StateFilter.CANCELLED: (
            Consultation.status.in_([Status.CANCELLED, Status.WITHOUT_FOLLOW_UP]),
        ),
        StateFilter.AWARDED: (Consultation.status == Status.AWARDED,),
        StateFilter.ALL: (),
    }
    return conditions[state]


def order_of(criteria: TenderCriteria, now: datetime) -> tuple[sa.SQLColumnExpression[Any], ...]:
    """The sort keys, tie-break included: what closes next first, then what closed last."""
    if criteria.order is TenderOrder.RECENT:
        return (Consultation.published_on.desc().nulls_last(), Consultation.id.desc())
    if criteria.state in {StateFilter.OPEN, StateFilter.SOON}:
        return (Consultation.deadline_at, Consultation.id)
    is_past = sa.case((Consultation.deadline_at > now, 0), else_=1)
    upcoming = sa.case((Consultation.deadline_at > now, Consultation.deadline_at))
    return (
        is_past,
        upcoming.nulls_last(),
        Consultation.deadline_at.desc().nulls_last(),
        Consultation.id,
    )

"""What a list of consultations is asked for, and the conditions that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVarTuple

import sqlalchemy as sa

from app.imports.siret import clean_siret
from app.tenders.lifecycle import CLOSING_SOON, Status
from app.tenders.models import Clause, Consultation, Lot, LotSector, LotTerritory
from app.tenders.records import ClauseKind
from app.tenders.republication_keys import telling_words

Columns = TypeVarTuple("Columns")
Range = tuple[float | None, float | None]


class StateFilter(StrEnum):
    """Which consultations, by their state at one instant; the values are the address's words."""

    OPEN = "ouvert"
    SOON = "bientot-clos"
    AMENDED = "rectifie"
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
    StateFilter.AMENDED: "Ouvertes et rectifiées",
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
    a full-text search found, the best first; `buyer` a SIRET or words of a name; `cpv` the first
    digits of codes; `value` and `months` least and most, in euros before tax and in months. What a
    notice does not say answers no range.
    """

    state: StateFilter = StateFilter.OPEN
    sectors: tuple[str, ...] = ()
    territories: frozenset[str] = frozenset()
    clauses: tuple[ClauseKind, ...] = ()
    references: Sequence[str] | None = None
    due_within: timedelta | None = None
    natures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    buyer: str = ""
    cpv: tuple[str, ...] = ()
    value: Range = (None, None)
    months: Range = (None, None)
    order: TenderOrder = TenderOrder.URGENCY


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
    return select.where(*details(criteria, now))


def details(criteria: TenderCriteria, now: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions on what a consultation itself says: dates, nature, buyer, codes, figures."""
    conditions: list[sa.ColumnElement[bool]] = []
    if criteria.due_within is not None:
        conditions.append(Consultation.deadline_at.between(now, now + criteria.due_within))
    if criteria.natures:
        written = sa.cast(Consultation.nature, sa.String)
        conditions.append(sa.or_(*(written.contains(f'"{n}"') for n in criteria.natures)))
    if criteria.families:
        conditions.append(Consultation.family.in_(criteria.families))
    if criteria.buyer:
        conditions.append(of_buyer(criteria.buyer))
    if criteria.cpv:
        written = sa.cast(Lot.cpv, sa.String)
        coded = sa.or_(*(written.contains(f'"{prefix}') for prefix in criteria.cpv))
        conditions.append(Consultation.id.in_(sa.select(Lot.consultation_id).where(coded)))
    if criteria.value != (None, None):
        lots = sa.select(Lot.consultation_id).where(*within(Lot.value, criteria.value))
        whole = sa.and_(*within(Consultation.value, criteria.value))
        conditions.append(sa.or_(whole, Consultation.id.in_(lots)))
    if criteria.months != (None, None):
        lots = sa.select(Lot.consultation_id).where(*within(Lot.duration_months, criteria.months))
        conditions.append(Consultation.id.in_(lots))
    return conditions


def within(column: Any, bounds: Range) -> list[sa.ColumnElement[bool]]:  # noqa: ANN401
    """That a number is known and between these bounds, either of which may be open."""
    least, most = bounds
    conditions = [column.is_not(None)]
    if least is not None:
        conditions.append(column >= least)
    if most is not None:
        conditions.append(column <= most)
    return conditions


def of_buyer(said: str) -> sa.ColumnElement[bool]:
    """That the buyer has this SIRET, or all these words in its name, however they are spelt."""
    siret = clean_siret(said)
    if siret:
        return Consultation.buyer_siret == siret
    words = sorted(telling_words(said))
    if not words:
        return sa.false()
    return sa.and_(*(Consultation.buyer_key.contains(word, autoescape=True) for word in words))


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
        StateFilter.AMENDED: (active, deadline > now, Consultation.is_amended.is_(True)),
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
    if criteria.state in {StateFilter.OPEN, StateFilter.SOON, StateFilter.AMENDED}:
        return (Consultation.deadline_at, Consultation.id)
    is_past = sa.case((Consultation.deadline_at > now, 0), else_=1)
    upcoming = sa.case((Consultation.deadline_at > now, Consultation.deadline_at))
    return (
        is_past,
        upcoming.nulls_last(),
        Consultation.deadline_at.desc().nulls_last(),
        Consultation.id,
    )

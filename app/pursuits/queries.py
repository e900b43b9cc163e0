"""Selects on pursuits; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import UtcDateTime
from app.pursuits.models import (
    ChecklistItem,
    Pursuit,
    PursuitFile,
    PursuitMove,
    PursuitNote,
    PursuitReminder,
)
from app.pursuits.states import ACTIVE, PursuitState
from app.tenders.models import Consultation, Lot, Notice

NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class BoardCriteria:
    """What a board is asked for; an empty part asks for nothing.

    `assignee` is the id of a person, `NOBODY` for those without one; `due_before` is aware.
    """

    states: tuple[PursuitState, ...] = ()
    assignee: int | None = None
    due_after: datetime | None = None
    due_before: datetime | None = None


def consultation_id() -> sa.ColumnElement[int]:
    """The consultation that a pursuit follows today, by its number or by a notice's; or null."""
    by_number = sa.select(Consultation.id).where(Consultation.reference == Pursuit.reference)
    by_notice = sa.select(sa.func.min(Notice.consultation_id)).where(
        Notice.number == Pursuit.reference
    )
    return sa.func.coalesce(
        by_number.correlate(Pursuit).scalar_subquery(),
        by_notice.correlate(Pursuit).scalar_subquery(),
    )


def deadline() -> sa.ColumnElement[datetime | None]:
    """The deadline of what a pursuit follows as it is today; its own copy where that is gone."""
    of_lot = sa.select(Lot.deadline_at).where(
        Lot.consultation_id == consultation_id(), Lot.number == Pursuit.lot
    )
    of_whole = sa.select(Consultation.deadline_at).where(Consultation.id == consultation_id())
    return sa.func.coalesce(
        of_lot.correlate(Pursuit).scalar_subquery(),
        of_whole.correlate(Pursuit).scalar_subquery(),
        Pursuit.deadline_at,
        type_=UtcDateTime(),
    )


def of_organisation(organisation_id: int, criteria: BoardCriteria) -> sa.Select[Pursuit, Any]:
    """The pursuits asked for with their deadline of today and assignee, the most urgent first."""
    return of_organisations((organisation_id,), criteria)


def of_organisations(
    organisation_ids: Collection[int], criteria: BoardCriteria
) -> sa.Select[Pursuit, Any]:
    """The same, for several organisations at once."""
    due = deadline()
    select = (
        sa.select(Pursuit, due.label("due"))
        .where(Pursuit.organisation_id.in_(organisation_ids))
        .options(joinedload(Pursuit.assignee))
        .order_by(due.nulls_last(), Pursuit.id)
    )
    if criteria.states:
        select = select.where(Pursuit.state.in_([state.value for state in criteria.states]))
    if criteria.assignee is not None:
        wanted = criteria.assignee or None
        select = select.where(
            Pursuit.assignee_id.is_(None) if wanted is None else Pursuit.assignee_id == wanted
        )
    if criteria.due_after is not None:
        select = select.where(due >= criteria.due_after)
    if criteria.due_before is not None:
        select = select.where(due < criteria.due_before)
    return select


def count_of(select: sa.Select[Pursuit, Any]) -> sa.Select[int]:
    """How many rows a select gives."""
    return sa.select(sa.func.count()).select_from(select.order_by(None).subquery())


def state_counts(organisation_id: int) -> sa.Select[str, int]:
    """How many pursuits of an organisation are in each state."""
    return (
        sa.select(Pursuit.state, sa.func.count())
        .where(Pursuit.organisation_id == organisation_id)
        .group_by(Pursuit.state)
    )


def deadlines_between(
    organisation_ids: Collection[int], start: datetime, end: datetime
) -> sa.Select[Pursuit, Any]:
    """For the dashboard: what is to be sent in that time, with its deadline, the first first.

    Pursuits to study, decided or in a group; both instants are aware, the second is left out.
    """
    still = tuple(state for state in ACTIVE if state is not PursuitState.SUBMITTED)
    criteria = BoardCriteria(states=still, due_after=start, due_before=end)
    return of_organisations(organisation_ids, criteria)


def changes_since(
    organisation_ids: Collection[int], instant: datetime
) -> sa.Select[PursuitMove, Pursuit]:
    """For the dashboard: the moves of these organisations after that instant, the latest first."""
    return (
        sa.select(PursuitMove, Pursuit)
        .join(Pursuit, Pursuit.id == PursuitMove.pursuit_id)
        .where(Pursuit.organisation_id.in_(organisation_ids), PursuitMove.at > instant)
        .options(joinedload(PursuitMove.person))
        .order_by(PursuitMove.at.desc(), PursuitMove.id.desc())
    )


def one(organisation_id: int, pursuit_id: int) -> sa.Select[Pursuit]:
    """A pursuit of that organisation, its assignee loaded."""
    return (
        sa.select(Pursuit)
        .where(Pursuit.id == pursuit_id, Pursuit.organisation_id == organisation_id)
        .options(joinedload(Pursuit.assignee))
    )


def whole(organisation_id: int, pursuit_id: int) -> sa.Select[Pursuit]:
    """The same with its moves, notes, checklist, reminders and files, and who made them."""
    return one(organisation_id, pursuit_id).options(
        selectinload(Pursuit.moves).joinedload(PursuitMove.person),
        selectinload(Pursuit.notes).joinedload(PursuitNote.person),
        selectinload(Pursuit.items).joinedload(ChecklistItem.person),
        selectinload(Pursuit.reminders).joinedload(PursuitReminder.person),
        selectinload(Pursuit.files).joinedload(PursuitFile.person),
    )


def followed(organisation_ids: list[int], reference: str) -> sa.Select[Pursuit]:
    """What these organisations follow of a consultation."""
    return (
        sa.select(Pursuit)
        .where(Pursuit.organisation_id.in_(organisation_ids), Pursuit.reference == reference)
        .options(joinedload(Pursuit.organisation))
        .order_by(Pursuit.id)
    )


def bytes_of(organisation_id: int) -> sa.Select[int]:
    """The room that the files of an organisation take, in bytes."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(PursuitFile.size), 0))
        .join(Pursuit, Pursuit.id == PursuitFile.pursuit_id)
        .where(Pursuit.organisation_id == organisation_id)
    )

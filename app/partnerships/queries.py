"""Selects on requests and matches; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.matching.kinds import Modality
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import LIVE, MatchState, NeedState


class Age(StrEnum):
    """How long ago an organisation was asked."""

    WEEK = "semaine"
    MONTH = "mois"
    OLDER = "plus"

    @property
    def label(self) -> str:
        """The words people read."""
        return AGE_LABELS[self]


AGE_LABELS = {
    Age.WEEK: "Moins de 7 jours",
    Age.MONTH: "De 7 à 30 jours",
    Age.OLDER: "Plus de 30 jours",
}


@dataclass(frozen=True, kw_only=True)
class InboxCriteria:
    """What an inbox is asked for; an empty part asks for nothing."""

    states: tuple[MatchState, ...] = ()
    modality: Modality | None = None
    age: Age | None = None


def inbox(
    organisation_ids: Collection[int], criteria: InboxCriteria, now: datetime
) -> sa.Select[NeedMatch]:
    """The requests that organisations received, each loaded; those to answer first, then by age."""
    awaits = sa.case((NeedMatch.state == MatchState.SENT.value, 0), else_=1)
    select = (
        sa.select(NeedMatch)
        .join(NeedMatch.need)
        .where(NeedMatch.organisation_id.in_(organisation_ids))
        .options(contains_eager(NeedMatch.need), joinedload(NeedMatch.organisation))
        .order_by(awaits, NeedMatch.sent_at.desc(), NeedMatch.id.desc())
    )
    if criteria.states:
        select = select.where(NeedMatch.state.in_([state.value for state in criteria.states]))
    if criteria.modality is not None:
        select = select.where(Need.modality == criteria.modality.value)
    week, month = now - timedelta(days=7), now - timedelta(days=30)
    if criteria.age is Age.WEEK:
        select = select.where(NeedMatch.sent_at > week)
    elif criteria.age is Age.MONTH:
        select = select.where(NeedMatch.sent_at <= week, NeedMatch.sent_at > month)
    elif criteria.age is Age.OLDER:
        select = select.where(NeedMatch.sent_at <= month)
    return select


def waiting(organisation_ids: Collection[int]) -> sa.Select[NeedMatch]:
    """The requests that wait for an answer of these organisations, the oldest first."""
    return (
        sa.select(NeedMatch)
        .join(NeedMatch.need)
        .where(
            NeedMatch.organisation_id.in_(organisation_ids),
            NeedMatch.state == MatchState.SENT.value,
            Need.state.in_([state.value for state in LIVE]),
        )
        .options(contains_eager(NeedMatch.need), joinedload(NeedMatch.organisation))
        .order_by(NeedMatch.sent_at, NeedMatch.id)
    )


def state_counts(organisation_ids: Collection[int]) -> sa.Select[int | None, str, int]:
    """By organisation and state, how many requests it received."""
    return (
        sa.select(NeedMatch.organisation_id, NeedMatch.state, sa.func.count())
        .where(NeedMatch.organisation_id.in_(organisation_ids))
        .group_by(NeedMatch.organisation_id, NeedMatch.state)
    )


def count_of(select: sa.Select[Any]) -> sa.Select[int]:
    """How many rows a select gives."""
    rows = (
        select.order_by(None)
        .with_only_columns(sa.literal(1), maintain_column_froms=True)
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(rows)


def whole_match() -> sa.Select[NeedMatch]:
    """Matches with all that their page shows."""
    return sa.select(NeedMatch).options(
        joinedload(NeedMatch.need),
        joinedload(NeedMatch.organisation),
        joinedload(NeedMatch.siae),
        selectinload(NeedMatch.moves),
        selectinload(NeedMatch.messages),
        selectinload(NeedMatch.files),
    )


def match_of(organisation_id: int, match_id: int) -> sa.Select[NeedMatch]:
    """One match of that organisation with all that its page shows."""
    return whole_match().where(
        NeedMatch.id == match_id, NeedMatch.organisation_id == organisation_id
    )


def whole_need() -> sa.Select[Need]:
    """Requests with their matches, their threads and their moves."""
    matches = selectinload(Need.matches)
    return sa.select(Need).options(
        matches.selectinload(NeedMatch.messages),
        matches.selectinload(NeedMatch.files),
        matches.selectinload(NeedMatch.moves),
        matches.joinedload(NeedMatch.siae),
        selectinload(Need.moves),
    )


def asked_by(person_id: int, email: str) -> sa.Select[Need]:
    """The requests that a person made, or confirmed from their address, the latest first.

    Drafts are left out: their link alone opens them.
    """
    return (
        sa.select(Need)
        .where(
            sa.or_(Need.person_id == person_id, Need.email == email),
            Need.confirmed_at.is_not(None),
        )
        .options(selectinload(Need.matches))
        .order_by(Need.confirmed_at.desc(), Need.id.desc())
    )


def orphans() -> sa.Select[Need]:
    """The requests that the portal team looks after, the oldest first."""
    return (
        sa.select(Need)
        .where(Need.state == NeedState.ORPHAN.value)
        .options(selectinload(Need.matches))
        .order_by(Need.confirmed_at, Need.id)
    )


def to_relay() -> sa.Select[NeedMatch]:
    """What nobody received: no member, no address on record; the oldest first."""
    return (
        sa.select(NeedMatch)
        .join(NeedMatch.need)
        .where(
            NeedMatch.relayed_to == 0,
            NeedMatch.state == MatchState.SENT.value,
            NeedMatch.organisation_id.is_not(None),
            Need.state.in_([state.value for state in LIVE]),
        )
        .options(contains_eager(NeedMatch.need))
        .order_by(NeedMatch.sent_at, NeedMatch.id)
    )


def in_hand() -> sa.Select[Need]:
    """The requests that are open, the oldest first."""
    return (
        sa.select(Need)
        .where(Need.state == NeedState.OPEN.value)
        .options(selectinload(Need.matches))
        .order_by(Need.confirmed_at, Need.id)
    )

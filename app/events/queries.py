"""Selects on events; they hold no session."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

import sqlalchemy as sa

from app.events.kinds import Audience, EventKind, EventStatus
from app.events.models import Event
from app.extensions import has_word

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class EventCriteria:
    """What the agenda is asked for; an empty part asks for nothing.

    `is_past` asks for what is over instead of what is to come. `territories` are codes: what is
    online only concerns them all. `between` are the instants that begin a month and the next.
    `committee` is the slug of an instance, `slugs` what a full-text search found.
    """

    is_past: bool = False
    kinds: tuple[EventKind, ...] = ()
    audiences: tuple[Audience, ...] = ()
    sectors: tuple[str, ...] = ()
    territories: frozenset[str] = frozenset()
    between: tuple[datetime, datetime] | None = None
    committee: str = ""
    slugs: Sequence[str] | None = None


def agenda(criteria: EventCriteria, now: datetime) -> sa.Select[Event]:
    """The events asked for: those to come, the next first; those over, the latest first."""
    select = narrow(sa.select(Event), criteria, now)
    if criteria.is_past:
        return select.order_by(Event.starts_at.desc(), Event.id.desc())
    return select.order_by(Event.starts_at, Event.id)


def count(criteria: EventCriteria, now: datetime) -> sa.Select[int]:
    """How many events are asked for."""
    return narrow(sa.select(sa.func.count(Event.id)), criteria, now)


def kind_counts(criteria: EventCriteria, now: datetime) -> sa.Select[str, int]:
    """How many events of each kind the other filters leave."""
    select = narrow(sa.select(Event.kind, sa.func.count()), criteria, now, skip_kinds=True)
    return select.group_by(Event.kind)


def upcoming(now: datetime) -> sa.Select[Event]:
    """What is to come and holds, the next first; what has begun and is not over is in it."""
    return (
        sa.select(Event)
        .where(Event.over_at > now, Event.status != EventStatus.CANCELLED.value)
        .order_by(Event.starts_at, Event.id)
    )


def upcoming_in(codes: Collection[str], now: datetime) -> sa.Select[Event]:
    """The same, in the territories of exactly these codes."""
    return upcoming(now).where(Event.territory_code.in_(sorted(codes)))


def of_committee(slug: str) -> sa.Select[Event]:
    """The sessions and deadlines of an instance, past ones too, the latest first."""
    return (
        sa.select(Event)
        .where(Event.committee == slug)
        .order_by(Event.starts_at.desc(), Event.id.desc())
    )


def by_slug(slug: str) -> sa.Select[Event]:
    """The event of that address."""
    return sa.select(Event).where(Event.slug == slug)


def everything() -> sa.Select[Event]:
    """All events in a stable order: for indexes."""
    return sa.select(Event).order_by(Event.id)


def known(uids: Collection[str], fingerprints: Collection[str]) -> sa.Select[Event]:
    """The events that an import may name; those of the demonstration are nobody's."""
    named = sa.or_(Event.uid.in_(uids), Event.fingerprint.in_(fingerprints))
    return sa.select(Event).where(named, ~Event.is_demo).order_by(Event.id)


def slugs_like(base: str) -> sa.Select[str]:
    """The slugs that begin like that one."""
    return sa.select(Event.slug).where(Event.slug.startswith(base, autoescape=True))


def places(criteria: EventCriteria, now: datetime) -> sa.Select[str, str, datetime, bool, str]:
    """What the map shows of each event asked for that has a place: a row of columns, no object."""
    columns = (Event.slug, Event.title, Event.starts_at, Event.is_all_day, Event.territory_code)
    select = narrow(sa.select(*columns), criteria, now)
    return select.where(
        Event.territory_code != "", Event.status != EventStatus.CANCELLED.value
    ).order_by(Event.starts_at, Event.id)


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever an event does."""
    return sa.select(sa.func.count(Event.id), sa.func.max(Event.updated_at))


def narrow(
    select: sa.Select[*Columns],
    criteria: EventCriteria,
    now: datetime,
    *,
    skip_kinds: bool = False,
) -> sa.Select[*Columns]:
    """The select, kept to the events asked for."""
    select = select.where(Event.over_at <= now if criteria.is_past else Event.over_at > now)
    if criteria.kinds and not skip_kinds:
        select = select.where(Event.kind.in_([kind.value for kind in criteria.kinds]))
    if criteria.audiences:
        select = select.where(has_word(Event.audiences, criteria.audiences))
    if criteria.sectors:
        select = select.where(has_word(Event.sectors, criteria.sectors))
    if criteria.territories:
        inside = Event.territory_code.in_(sorted(criteria.territories))
        select = select.where(sa.or_(inside, Event.territory_code == ""))
    if criteria.between is not None:
        first, after = criteria.between
        # An event of several days belongs to every month it touches.
        select = select.where(Event.starts_at < after, Event.over_at > first)
    if criteria.committee:
        select = select.where(Event.committee == criteria.committee)
    if criteria.slugs is not None:
        select = select.where(Event.slug.in_(criteria.slugs))
    return select

"""The deadlines and reminders of pursuits, for a diary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP, to_paris
from app.exports.ics import CalendarEvent, EventStatus
from app.imports.text import shorten
from app.pursuits import queries
from app.pursuits.models import Pursuit, PursuitReminder
from app.pursuits.queries import BoardCriteria
from app.pursuits.source import Source, read_sources
from app.pursuits.states import ACTIVE
from app.tenders.records import Precision

DOMAIN = "maillage"
ALARMS = (timedelta(days=7), timedelta(days=2))
Link = Callable[[Pursuit], str]


def feed_events(session: Session, organisation_id: int, link: Link) -> list[CalendarEvent]:
    """The events of all that an organisation is at; `link` gives the address of a pursuit."""
    select = queries.of_organisation(organisation_id, BoardCriteria(states=ACTIVE))
    return pursuit_events(session, list(session.scalars(select)), link)


def pursuit_events(
    session: Session, pursuits: Sequence[Pursuit], link: Link
) -> list[CalendarEvent]:
    """The events of these pursuits, deadlines first."""
    sources = read_sources(session, pursuits)
    events = [deadline_event(p, sources[p.id], link(p)) for p in pursuits]
    return [*(event for event in events if event), *reminder_events(session, pursuits, link)]


def deadline_event(pursuit: Pursuit, source: Source | None, url: str) -> CalendarEvent | None:
    """The event of a deadline as it is today; cancelled with the consultation."""
    deadline = source.deadline_at if source else pursuit.deadline_at
    precision = source.deadline_precision if source else pursuit.deadline_precision
    if deadline is None:
        return None
    is_day = precision == Precision.DAY
    start: date | datetime = to_paris(deadline).date() if is_day else deadline
    called_off = source is not None and source.is_called_off
    title = shorten(source.title if source and source.has_lot else pursuit.title)
    return CalendarEvent(
        uid=f"suivi-{pursuit.id}-echeance@{DOMAIN}",
        summary=f"Date limite{NBSP}: {title}",
        start=start,
        updated_at=max(pursuit.updated_at, source.updated_at) if source else pursuit.updated_at,
        status=EventStatus.CANCELLED if called_off else EventStatus.CONFIRMED,
        description=f"{pursuit.pursuit_state.label}. Acheteur{NBSP}: {pursuit.buyer_name}",
        url=url,
        categories=("Mes marchés",),
        reminders=ALARMS,
    )


def reminder_events(
    session: Session, pursuits: Sequence[Pursuit], link: Link
) -> Iterator[CalendarEvent]:
    """The events of the reminders, each a day long."""
    by_id = {pursuit.id: pursuit for pursuit in pursuits}
    select = (
        sa.select(PursuitReminder)
        .where(PursuitReminder.pursuit_id.in_(by_id))
        .order_by(PursuitReminder.on, PursuitReminder.id)
    )
    for reminder in session.scalars(select) if by_id else ():
        pursuit = by_id[reminder.pursuit_id]
        yield CalendarEvent(
            uid=f"suivi-rappel-{reminder.id}@{DOMAIN}",
            summary=f"Rappel{NBSP}: {reminder.text}",
            start=reminder.on,
            updated_at=reminder.created_at,
            description=shorten(pursuit.title),
            url=link(pursuit),
            categories=("Mes marchés",),
            reminders=(timedelta(),),
        )

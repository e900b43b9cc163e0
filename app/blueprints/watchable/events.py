"""The agenda: told when an event is announced, and when it is moved or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.events import PATH, event_criteria, filter_labels
from app.blueprints.watchable.frame import Watchable, both
from app.blueprints.watchable.reasons import mark_demo, reasons, say_places, say_when
from app.events import queries
from app.events.kinds import EventStatus
from app.events.models import Event
from app.events.outputs import say_when as say_time
from app.forms.event_filters import AgendaState, EventFilters

KEY = "agenda"


def read(args: MultiDict[str, str]) -> EventFilters:
    """The filters, of what is to come: nothing new happens to the past."""
    return replace(EventFilters.from_args(args), state=AgendaState.COMING)


def select(
    session: Session,
    filters: EventFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The events that the filters leave, the next first."""
    criteria = event_criteria(filters)
    if ids is not None:
        criteria = replace(criteria, slugs=both(criteria.slugs, ids))
    found = session.scalars(queries.agenda(criteria, now).limit(limit))
    return [item_of(event, now) for event in found]


def item_of(event: Event, now: datetime) -> WatchedItem:
    """An event, and why it is told."""
    status = event.event_status
    is_planned = status is EventStatus.PLANNED
    return WatchedItem(
        key=key_of(KEY, event.slug),
        title=mark_demo(event.title, is_demo=event.is_demo),
        path=f"{PATH}/{event.slug}",
        why=reasons(
            "" if is_planned else status.label.lower(),
            say_time(event),
            event.event_kind.label.lower(),
            say_places([event.territory_code]) or "en ligne",
            say_when("annoncé", event.created_at, now),
        ),
        change="date modifiée" if is_planned else "annonce modifiée",
        added_at=event.created_at,
    )


def entries(session: Session, since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """The events written since that instant; another day or hour and a cancellation are news."""
    columns = (Event.slug, Event.created_at, Event.starts_at, Event.ends_at, Event.status)
    statement = sa.select(*columns).order_by(Event.id)
    if since is not None:
        statement = statement.where(Event.updated_at > since)
    for slug, created_at, *dates in session.execute(statement).all():
        yield Entry(id=slug, added_at=created_at, version=version_of(*dates))


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Agenda",
    read=read,
    words=filter_labels,
    select=select,
    list_entries=entries,
)

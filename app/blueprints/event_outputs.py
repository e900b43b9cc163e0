"""The agenda for diaries, feeds and spreadsheets, with the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, stream_with_context

from app import clock
from app.blueprints.downloads import give_file
from app.blueprints.events import PATH, event_criteria, read_filters
from app.blueprints.lists import address, without
from app.blueprints.structures import attachment
from app.blueprints.urls import base_url
from app.events import queries
from app.events.models import Event
from app.events.outputs import COLUMNS, calendar_event, export_row, feed_item
from app.events.services import get_event
from app.exports import rss
from app.exports.csv_export import write_csv
from app.exports.ics import CalendarHead, write_calendar
from app.exports.rss import FeedHead, write_feed
from app.extensions import db

bp = Blueprint("event_outputs", __name__)
MOST_EVENTS = 500  # in one calendar
MOST_ITEMS = 50  # in one feed


@bp.get(f"{PATH}.ics")
def list_calendar() -> Response:
    """The events that the filters leave; those cancelled are cancelled in the diary."""
    criteria = event_criteria(read_filters())
    select = queries.agenda(criteria, clock.now()).limit(MOST_EVENTS)
    return make_calendar("Agenda de l’IAE", db.session.scalars(select), "agenda")


@bp.get(f"{PATH}/<slug>.ics")
def one_calendar(slug: str) -> Response:
    """One event for a diary."""
    event = get_event(db.session(), slug)
    return make_calendar(event.title, [event], event.slug)


def make_calendar(name: str, events: Iterable[Event], file: str) -> Response:
    """A calendar of these events."""
    root = base_url()
    head = CalendarHead(name=f"Maillage – {name}", description="Heures de Paris")
    content = write_calendar(head, [calendar_event(event, base_url=root) for event in events])
    return give_file(content, "text/calendar", f"{file}.ics", inline=True)


@bp.get(f"{PATH}.rss")
def feed() -> Response:
    """The events that the filters leave, the next first, as a feed to follow."""
    filters = read_filters()
    pairs = without(filters, "par")
    now = clock.now()
    found = db.session.scalars(queries.agenda(event_criteria(filters), now).limit(MOST_ITEMS)).all()
    root = base_url()
    head = FeedHead(
        title="Maillage – agenda de l’IAE",
        link=f"{root}{address(PATH, pairs)}",
        self_url=f"{root}{address(f'{PATH}.rss', pairs)}",
        description="Les rendez-vous qui répondent à vos filtres, les plus proches d’abord.",
        updated_at=max((event.updated_at for event in found), default=now),
    )
    text = write_feed(head, [feed_item(event, base_url=root) for event in found])
    return Response(text, content_type=rss.CONTENT_TYPE)


@bp.get(f"{PATH}.csv")
def export() -> Response:
    """Every event that the filters leave, in the columns that an import reads."""
    now = clock.now()
    criteria = event_criteria(read_filters())

    def rows() -> Iterator[tuple[object, ...]]:
        # Begun with the first line: the session of the view is closed by then.
        select = queries.agenda(criteria, now).execution_options(yield_per=500)
        for event in db.session.scalars(select):
            yield export_row(event)

    lines = stream_with_context(write_csv(COLUMNS, rows()))
    return Response(lines, mimetype="text/csv", headers=attachment("agenda"))

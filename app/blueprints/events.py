"""The agenda: what is to come, what is over, and the sheet of each event."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, render_template, request

from app import clock
from app.blueprints.criteria import applicable_codes, expand_sectors, find_texts
from app.blueprints.event_cards import EventPage, group_months
from app.blueprints.lists import (
    Pair,
    SharedChoices,
    active_filters,
    address,
    page_count,
    render_list,
    without,
)
from app.blueprints.pagination import build_page_links
from app.blueprints.urls import base_url
from app.committees import queries as committees
from app.committees.models import Committee
from app.events import queries
from app.events.kinds import Audience, EventKind
from app.events.queries import EventCriteria
from app.events.services import get_event
from app.extensions import db
from app.forms.event_filters import AgendaState, EventFilters, month_options, say_month
from app.search.backend import DocumentKind

bp = Blueprint("events", __name__)
PATH = "/agenda"
AUDIENCES = [(a.value, a.label) for a in Audience]


def read_filters() -> EventFilters:
    """The filters that the address asks for; an instance without any event is ignored."""
    filters = EventFilters.from_args(request.args)
    if not filters.committee:
        return filters
    known = db.session.scalars(queries.of_committee(filters.committee).limit(1)).first()
    return filters if known is not None else filters.without_committee()


def event_criteria(filters: EventFilters) -> EventCriteria:
    """What the agenda is asked for."""
    return EventCriteria(
        is_past=filters.state is AgendaState.PAST,
        kinds=filters.kinds,
        audiences=filters.audiences,
        sectors=expand_sectors(filters.sectors),
        territories=applicable_codes(filters),
        between=filters.between,
        committee=filters.committee,
        slugs=find_texts(filters, DocumentKind.EVENT),
    )


@bp.get(PATH)
def index() -> Response:
    """One page of the agenda, by month; htmx asks for the results alone."""
    now = clock.now()
    filters = read_filters()
    criteria = event_criteria(filters)
    counts = dict(iter(db.session.execute(queries.kind_counts(criteria, now))))
    total = sum(counts[k] for k in counts if not filters.kinds or k in filters.kinds)
    first = (filters.page - 1) * filters.size
    rows = db.session.scalars(queries.agenda(criteria, now).offset(first).limit(filters.size))
    is_past = filters.state is AgendaState.PAST
    return render_list(
        "events",
        filters=filters,
        months=group_months(rows, now),
        total=total,
        is_past=is_past,
        kinds=[(k.value, k.label, counts.get(k.value, 0)) for k in EventKind],
        audiences=AUDIENCES,
        states=[(s.value, s.label) for s in AgendaState],
        month_options=month_options(now.date(), filters.month, is_past=is_past),
        choices=SharedChoices.of(filters),
        active=active_filters(filters, PATH, filter_labels(filters)),
        outputs=list_outputs(filters),
        webcal=webcal_address(filters),
        links=build_page_links(filters.page, page_count(total, filters), PATH, filters.to_args()),
    )


def filter_labels(filters: EventFilters) -> dict[Pair, str]:
    """The words of each value of the filters of this list."""
    labels = {("genre", kind.value): kind.label for kind in EventKind}
    labels |= {("public", audience.value): audience.label for audience in Audience}
    if (committee := find_committee(filters.committee)) is not None:
        labels[("instance", filters.committee)] = committee.name
    labels |= {("etat", state.value): state.label for state in AgendaState}
    return labels | ({("mois", filters.month): say_month(filters.month)} if filters.month else {})


def list_outputs(filters: EventFilters) -> list[Pair]:
    """The list in other formats, with its filters."""
    pairs = without(filters, "par")
    return [
        (label, address(f"{PATH}.{extension}", pairs))
        for label, extension in (
            ("Télécharger dans mon agenda (iCal)", "ics"),
            ("Suivre ces filtres (RSS)", "rss"),
            ("Télécharger la liste (CSV)", "csv"),
        )
    ]


def webcal_address(filters: EventFilters) -> str:
    """The address that a diary subscribes to: the same file, kept up to date by itself."""
    return f"{base_url()}{address(f'{PATH}.ics', without(filters, 'par'))}"


@bp.get(f"{PATH}/<slug>")
def show(slug: str) -> str:
    """The sheet of an event."""
    now: datetime = clock.now()
    event = get_event(db.session(), slug)
    committee = find_committee(event.committee)
    return render_template("events/show.html", page=EventPage.of(event, now), committee=committee)


def find_committee(slug: str) -> Committee | None:
    """The committee that meets, where it is one that the portal knows."""
    return db.session.scalar(committees.by_slug(slug)) if slug else None

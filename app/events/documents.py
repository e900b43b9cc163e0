"""An event as the search finds it."""

from __future__ import annotations

from datetime import datetime

from app import sectors, territories
from app.clock import say_date, to_paris
from app.events.kinds import Audience
from app.events.models import Event
from app.search.backend import Document, DocumentKind


def document_of(event: Event, now: datetime) -> Document:
    """What is searched and shown of an event; one that is over or cancelled ranks lower."""
    place = territories.find_code(event.territory_code)
    names = tuple(s.name for slug in event.sectors if (s := sectors.find(slug)) is not None)
    audiences = tuple(Audience(value).label for value in event.audiences)
    label = event.event_kind.label
    day = say_date(to_paris(event.starts_at).date())
    themes = ", ".join(event.agenda_themes)
    return Document(
        kind=DocumentKind.EVENT,
        id=event.slug,
        url=f"/agenda/{event.slug}",
        title=event.title,
        text=f"{label}, {day}. {event.organiser}. {event.description} {themes}".strip(),
        keywords=(label, event.organiser, event.place, *names, *audiences),
        place=place.name if place is not None else ("en ligne" if event.online_url else ""),
        closed=event.is_past(now) or event.is_cancelled,
        updated=to_paris(event.updated_at).date(),
    )

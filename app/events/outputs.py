"""Events for diaries, feeds and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app import territories
from app.clock import NBSP, say_date, say_moment, to_paris
from app.events.kinds import Audience, EventKind, EventStatus
from app.events.models import Event
from app.exports.ics import CalendarEvent
from app.exports.ics import EventStatus as CalendarStatus
from app.exports.rss import FeedItem

DOMAIN = "maillage"  # ends the identifiers: it must never change
STATUSES = {
    EventStatus.PLANNED: CalendarStatus.CONFIRMED,
    EventStatus.POSTPONED: CalendarStatus.TENTATIVE,
    EventStatus.CANCELLED: CalendarStatus.CANCELLED,
}
COLUMNS = (
    "titre", "genre", "debut", "fin", "lieu", "territoire", "nom_territoire", "en_ligne",
    "organisateur", "publics", "filieres", "description", "inscription", "instance", "themes",
    "pieces", "source", "statut", "adresse", "demonstration",
)  # fmt: skip


def calendar_event(event: Event, *, base_url: str) -> CalendarEvent:
    """The event for a diary; `base_url` is the portal's address, without a final slash."""
    page = f"{base_url}/agenda/{event.slug}"
    start: datetime | date = to_paris(event.starts_at)
    length = (event.ends_at or event.starts_at) - event.starts_at
    if event.is_all_day:
        first, after = to_paris(event.starts_at).date(), to_paris(event.over_at).date()
        start, length = first, after - first
    return CalendarEvent(
        uid=f"evenement-{event.slug}@{DOMAIN}",
        summary=name_event(event),
        start=start,
        updated_at=event.updated_at,
        duration=length or timedelta(minutes=15),
        status=STATUSES[event.event_status],
        description="\n".join(describe(event, page)),
        url=page,
        location=", ".join(place_words(event)) or event.online_url,
        categories=(event.event_kind.label,),
        is_busy=event.event_kind is not EventKind.DEADLINE and not event.is_all_day,
    )


def name_event(event: Event) -> str:
    """The name of an event outside the portal: what is fictional or does not hold says so."""
    marks = "[Démonstration] " if event.is_demo else ""
    if event.event_status is not EventStatus.PLANNED:
        marks += f"{event.event_status.label} – "
    return f"{marks}{event.title}"


def place_words(event: Event) -> list[str]:
    """The place, then its commune or territory where the place does not name it."""
    territory = territories.find_code(event.territory_code)
    words = [event.place] if event.place else []
    if territory is not None and territory.name.lower() not in event.place.lower():
        words.append(territory.name)
    return words


def describe(event: Event, page: str = "") -> Iterator[str]:
    """The lines of the text of an event."""
    if event.is_demo:
        yield "Événement fictif de démonstration."
    if event.is_cancelled:
        why = f"{NBSP}: {event.status_note}" if event.status_note else "."
        yield f"Annulé{why}"
    yield f"{event.event_kind.label} – {say_when(event)}"
    yield f"Organisateur{NBSP}: {event.organiser}"
    if event.description:
        yield event.description
    for name, items in (("À l’ordre du jour", event.agenda_themes), ("Pièces", event.documents)):
        if items:
            yield f"{name}{NBSP}: {', '.join(items)}"
    for name, link in (("En ligne", event.online_url), ("Inscription", event.url), ("Fiche", page)):
        if link:
            yield f"{name}{NBSP}: {link}"


def say_when(event: Event) -> str:
    """When, in words, in Paris: « du lundi 3 mai 2027 au … », « mardi 4 mai 2027, 9 h 00–12 h »."""
    start = to_paris(event.starts_at)
    first = say_date(start.date())
    if event.is_all_day:
        last = (to_paris(event.over_at) - timedelta(seconds=1)).date()
        return first if last == start.date() else f"du {first} au {say_date(last)}"
    if event.ends_at is None:
        return say_moment(event.starts_at)
    end = to_paris(event.ends_at)
    if end.date() == start.date():
        return f"{first}, de {say_hour(start)} à {say_hour(end)}"
    return f"du {say_moment(event.starts_at)} au {say_moment(event.ends_at)}"


def say_hour(moment: datetime) -> str:
    """« 9 h », « 9 h 30 »."""
    minutes = f"{NBSP}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def feed_item(event: Event, *, base_url: str) -> FeedItem:
    """The item of an event: dated by its entry in the agenda, its own day in the title."""
    link = f"{base_url}/agenda/{event.slug}"
    day = say_date(to_paris(event.starts_at).date())
    return FeedItem(
        guid=f"maillage:evenement:{event.slug}",
        title=f"{name_event(event)} ({day})",
        link=link,
        description="\n".join(describe(event)),
        published_at=event.created_at,
        categories=(event.event_kind.label, *(Audience(a).label for a in event.audiences)),
    )


def export_row(event: Event) -> tuple[object, ...]:
    """The row of an event: columns that `flask events import` reads back."""
    territory = territories.find_code(event.territory_code)
    return (
        event.title,
        event.event_kind.value,
        write_moment(event, event.starts_at),
        write_end(event),
        event.place,
        event.territory_code,
        territory.label if territory is not None else "",
        event.online_url,
        event.organiser,
        " | ".join(event.audiences),
        " | ".join(event.sectors),
        event.description,
        event.url,
        event.committee,
        " | ".join(event.agenda_themes),
        " | ".join(event.documents),
        event.source,
        event.status,
        f"/agenda/{event.slug}",
        "oui" if event.is_demo else "non",
    )


def write_moment(event: Event, moment: datetime) -> str:
    """« 2027-01-12 », or « 2027-01-12T09:30:00+01:00 »."""
    local = to_paris(moment)
    return f"{local:%Y-%m-%d}" if event.is_all_day else local.isoformat(timespec="seconds")


def write_end(event: Event) -> str:
    """The same for the end, the last day included; empty where it is not known."""
    if event.ends_at is None:
        return ""
    shift = timedelta(seconds=1) if event.is_all_day else timedelta()
    return write_moment(event, event.ends_at - shift)

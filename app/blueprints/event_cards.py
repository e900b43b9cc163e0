"""What templates show of events: values only, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app import territories
from app.blueprints.formatting import format_left
from app.blueprints.presenters import Link, sector_link
from app.clock import DAYS, MONTHS, NBSP, to_paris
from app.events.kinds import Audience, EventStatus
from app.events.models import Event
from app.events.outputs import place_words, say_when
from app.toolkit.typography import set_french

STATUS_LOOKS = {
    EventStatus.PLANNED: "",
    EventStatus.POSTPONED: "wait",
    EventStatus.CANCELLED: "stop",
}


@dataclass(frozen=True, kw_only=True)
class EventCard:
    """An event in a list; `status` is empty where it simply holds."""

    title: str
    href: str
    kind: str
    status: str
    status_look: str
    weekday: str
    day: str
    month: str
    when: str
    when_iso: str
    left: str
    place: str
    organiser: str
    audiences: tuple[str, ...]
    sectors: tuple[Link, ...]
    is_demo: bool

    @classmethod
    def of(cls, event: Event, now: datetime) -> EventCard:
        """The card of an event at that instant."""
        start = to_paris(event.starts_at)
        status = event.event_status
        return cls(
            title=set_french(event.title),
            href=f"/agenda/{event.slug}",
            kind=event.event_kind.label,
            status="" if status is EventStatus.PLANNED else status.label,
            status_look=STATUS_LOOKS[status],
            weekday=DAYS[start.weekday()],
            day="1er" if start.day == 1 else str(start.day),
            month=MONTHS[start.month - 1],
            when=say_when(event),
            when_iso=f"{start:%Y-%m-%d}" if event.is_all_day else start.isoformat(),
            left=say_left(event, now),
            place=set_french(", ".join(place_words(event)))
            or ("En ligne" if event.online_url else ""),
            organiser=set_french(event.organiser),
            audiences=tuple(Audience(value).label for value in event.audiences),
            sectors=tuple(sector_link(slug) for slug in event.sectors[:3]),
            is_demo=event.is_demo,
        )


@dataclass(frozen=True, kw_only=True)
class Month:
    """The events of a page that begin in one month."""

    key: str
    name: str
    cards: tuple[EventCard, ...]


def group_months(events: Iterable[Event], now: datetime) -> list[Month]:
    """The events of a page by month, in their order."""

    def month_of(event: Event) -> tuple[int, int]:
        start = to_paris(event.starts_at)
        return start.year, start.month

    return [
        Month(
            key=f"{year}-{month:02d}",
            name=f"{MONTHS[month - 1].capitalize()}{NBSP}{year}",
            cards=tuple(EventCard.of(event, now) for event in found),
        )
        for (year, month), found in groupby(events, month_of)
    ]


def say_place(event: Event) -> str:
    """The place and its commune, « En ligne », or nothing."""
    words = ", ".join(place_words(event))
    return set_french(words) if words else ("En ligne" if event.online_url else "")


def say_left(event: Event, now: datetime) -> str:
    """« dans 12 jours », « en cours », or nothing for what is over or cancelled."""
    if event.is_cancelled or event.is_past(now):
        return ""
    return "en cours" if event.starts_at <= now else format_left(event.starts_at, now)


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """The sheet of an event."""

    event: Event
    card: EventCard
    is_past: bool
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    themes: tuple[str, ...]
    documents: tuple[str, ...]
    territories: tuple[Link, ...]

    @classmethod
    def of(cls, event: Event, now: datetime) -> EventPage:
        """The sheet of an event at that instant."""
        card = EventCard.of(event, now)
        place = territories.find_code(event.territory_code)
        return cls(
            event=event,
            card=card,
            is_past=event.is_past(now),
            facts=(
                ("Quand", card.when),
                ("Où", card.place),
                ("Organisateur", card.organiser),
                ("Pour qui", ", ".join(card.audiences)),
            ),
            paragraphs=tuple(
                set_french(line) for line in event.description.split("\n") if line.strip()
            ),
            themes=tuple(map(set_french, event.agenda_themes)),
            documents=tuple(map(set_french, event.documents)),
            territories=(
                ((place.name, f"/agenda?territoire={place.slug}"),) if place is not None else ()
            ),
        )

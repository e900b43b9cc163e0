"""Calendars that a diary subscribes to, or imports again without doubling anything (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from icalendar import (
    Alarm,
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vText,
)

from app.clock import PARIS, to_paris

PRODUCT = "-//Maillage//Portail IAE//FR"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # SEQUENCE counts from it: 32 bits last until 2088
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
MORNING = timedelta(hours=9)


class EventStatus(StrEnum):
    """Whether an event holds."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One event.

    `uid` never changes, whatever becomes of the event; `start` is an aware instant, shown in Paris
    time, or a day, for an event that lasts all of it and, where `duration` is longer, the next
    ones; `updated_at` is aware: a later one replaces what a diary holds. `is_busy` events take the
    time of those who go. `reminders` are times before the start; those of a day ring at nine.
    """

    uid: str
    summary: str
    start: datetime | date
    updated_at: datetime
    duration: timedelta = timedelta(minutes=15)
    status: EventStatus = EventStatus.CONFIRMED
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    reminders: tuple[timedelta, ...] = ()
    location: str = ""
    is_busy: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarHead:
    """What a diary shows of the calendar, and how often it reads it again."""

    name: str
    description: str = ""
    refresh: timedelta = timedelta(hours=6)


def write_calendar(head: CalendarHead, events: Iterable[CalendarEvent]) -> bytes:
    """The calendar, in UTF-8, lines folded at 75 octets; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        add_text(calendar, name, one_line(head.name))
    if head.description:
        add_text(calendar, "x-wr-caldesc", clean(head.description))
    calendar.add("x-wr-timezone", PARIS.key)
    add_duration(calendar, "refresh-interval", head.refresh, {"VALUE": "DURATION"})
    add_duration(calendar, "x-published-ttl", head.refresh)
    calendar.add_component(describe_paris())
    for event in events:
        calendar.add_component(make_event(event))
    content: bytes = calendar.to_ical()
    return content


def make_event(source: CalendarEvent) -> Event:
    """The component of an event; one that is cancelled rings no more."""
    event = Event()
    updated = source.updated_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", one_line(source.uid))
    event.add("dtstamp", updated)
    event.add("last-modified", updated)
    event.add("sequence", max(0, int((updated - EPOCH).total_seconds())))
    add_times(event, source)
    event.add("summary", one_line(source.summary))
    event.add("status", source.status.value)
    event.add("transp", "OPAQUE" if source.is_busy else "TRANSPARENT")
    if source.location:
        event.add("location", one_line(source.location))
    if source.description:
        event.add("description", clean(source.description))
    if source.url:
        event.add("url", "".join(one_line(source.url).split()))
    if source.categories:
        event.add("categories", [one_line(category) for category in source.categories])
    if source.status is not EventStatus.CANCELLED:
        for before in source.reminders:
            event.add_component(make_alarm(source, before))
    return event


def add_times(event: Event, source: CalendarEvent) -> None:
    """The start and the length of an event: an hour of Paris, or whole days."""
    if isinstance(source.start, datetime):
        event.add("dtstart", to_paris(source.start))
        add_duration(event, "duration", source.duration)
    else:
        event.add("dtstart", source.start)
        event.add("dtend", source.start + timedelta(days=max(1, source.duration.days)))


def make_alarm(source: CalendarEvent, before: timedelta) -> Alarm:
    """A message that long before an event."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(source.summary))
    is_day = not isinstance(source.start, datetime)
    alarm.add("trigger", MORNING - before if is_day else -before)
    return alarm


def add_text(component: Component, name: str, text: str) -> None:
    """A property that is text, escaped: the library does not know that all of these are."""
    component.add(name, vText(text), encode=False)


def add_duration(
    component: Component, name: str, value: timedelta, parameters: dict[str, Any] | None = None
) -> None:
    """A property that is a length of time, with its parameters."""
    component.add(name, vDuration(value, params=parameters), encode=False)


def describe_paris() -> Timezone:
    """The hour of Paris by the rule in force since 1996: last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    seasons: tuple[tuple[Component, str, datetime, timedelta, timedelta, int], ...] = (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), winter, summer, 3),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), summer, winter, 10),  # noqa: DTZ001
    )
    for season, name, start, before, after, month in seasons:
        season.add("tzname", name)
        season.add("dtstart", start)
        season.add("tzoffsetfrom", before)
        season.add("tzoffsetto", after)
        season.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        zone.add_component(season)
    return zone


def clean(text: str) -> str:
    """The text without what no diary can show; its line breaks are kept."""
    return UNSAFE.sub(" ", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The same on one line: for names and addresses."""
    return " ".join(clean(text).split())

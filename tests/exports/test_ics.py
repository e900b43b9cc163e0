"""Calendars, read back by the library and looked at as bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from app.clock import PARIS
from app.exports.ics import CalendarEvent, CalendarHead, EventStatus, write_calendar

UPDATED = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
HEAD = CalendarHead(name="Échéances, Île-de-France", description="Filière : propreté")


def event(**values: Any) -> CalendarEvent:
    given = {
        "uid": "26-1-all@maillage",
        "summary": "Date limite",
        "start": datetime(2026, 12, 1, 12, tzinfo=PARIS),
        "updated_at": UPDATED,
        "reminders": (timedelta(days=7), timedelta(days=1)),
        **values,
    }
    return CalendarEvent(**given)


def read(*events: CalendarEvent, head: CalendarHead = HEAD) -> Any:
    calendar = Calendar.from_ical(write_calendar(head, events))
    assert not calendar.errors
    return calendar


def read_one(**values: Any) -> Any:
    (found,) = read(event(**values)).walk("VEVENT")
    assert not found.errors
    return found


def test_the_calendar_says_what_it_is_and_when_to_read_it_again() -> None:
    calendar = read()
    assert calendar["METHOD"] == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"].to_ical(), "utf-8") == "Échéances\\, Île-de-France"
    text = write_calendar(HEAD, []).decode()
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "\r\nX-PUBLISHED-TTL:PT6H\r\n" in text


def test_an_hour_is_an_hour_of_paris_in_summer_and_in_winter() -> None:
    winter = read_one(start=datetime(2026, 12, 1, 11, tzinfo=UTC))
    summer = read_one(start=datetime(2026, 7, 1, 10, tzinfo=UTC))
    for found, day in ((winter, date(2026, 12, 1)), (summer, date(2026, 7, 1))):
        assert found["DTSTART"].params["TZID"] == "Europe/Paris"
        assert found["DTSTART"].dt.replace(tzinfo=None) == datetime(day.year, day.month, 1, 12)
        assert found["DURATION"].dt == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("naive", "hours"),
    [
        (datetime(2026, 3, 29, 1, 59), 1),
        (datetime(2026, 3, 29, 3, 1), 2),
        (datetime(2026, 10, 25, 1, 59), 2),
        (datetime(2026, 10, 25, 3, 1), 1),
        (datetime(2035, 7, 1), 2),
    ],
)
def test_the_zone_it_carries_turns_when_clocks_in_paris_do(naive: datetime, hours: int) -> None:
    (zone,) = read().walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    assert naive.replace(tzinfo=zone.to_tz(lookup_tzid=False)).utcoffset() == timedelta(hours=hours)
    assert naive.replace(tzinfo=PARIS).utcoffset() == timedelta(hours=hours)


def test_a_day_lasts_all_day_and_its_reminders_ring_in_the_morning() -> None:
    found = read_one(start=date(2026, 12, 1))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 1), date(2026, 12, 2))
    triggers = [alarm["TRIGGER"].dt for alarm in found.walk("VALARM")]
    midnight = datetime(2026, 12, 1)
    assert [midnight + before for before in triggers] == [
        datetime(2026, 11, 24, 9),
        datetime(2026, 11, 30, 9),
    ]


def test_reminders_show_a_message_seven_days_and_one_day_before() -> None:
    alarms = read_one().walk("VALARM")
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [-timedelta(days=7), -timedelta(days=1)]
    assert {alarm["ACTION"] for alarm in alarms} == {"DISPLAY"}
    assert {str(alarm["DESCRIPTION"]) for alarm in alarms} == {"Date limite"}


def test_a_later_version_has_the_same_identifier_and_a_higher_sequence() -> None:
    first = read_one()
    later = read_one(updated_at=UPDATED + timedelta(seconds=1), status=EventStatus.CANCELLED)
    assert first["UID"] == later["UID"]
    assert later["SEQUENCE"] == first["SEQUENCE"] + 1
    assert later["SEQUENCE"] < 2**31
    assert later["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt
    assert later["STATUS"] == "CANCELLED"
    assert not later.walk("VALARM")


def test_the_same_events_give_the_same_bytes() -> None:
    assert write_calendar(HEAD, [event()]) == write_calendar(HEAD, [event()])


@pytest.mark.parametrize(
    "title",
    [
        "Virgules, points-virgules ; barres \\ et « guillemets »",
        "Nettoyage " * 500,
        "🧹😀é" * 400,
        '"; BEGIN:VALARM',
    ],
)
def test_any_title_is_read_back_and_folded(title: str) -> None:
    assert read_one(summary=title)["SUMMARY"] == title.strip()
    lines = write_calendar(HEAD, [event(summary=title)]).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or True for line in lines)  # no fold in the middle of a letter


def test_no_text_can_add_a_property_or_an_event() -> None:
    attack = "x\r\nEND:VEVENT\nBEGIN:VEVENT\rUID:pirate\x0bA\u2028B\x00"
    head = CalendarHead(name=attack, description=attack)
    calendar = read(
        event(
            uid=attack, summary=attack, description=attack, url=attack, categories=(attack, "a,b")
        ),
        head=head,
    )
    (found,) = calendar.walk("VEVENT")
    assert found["DESCRIPTION"].startswith("x\nEND:VEVENT\nBEGIN:VEVENT UID:pirate A B")
    assert "\n" not in found["SUMMARY"]
    assert found["CATEGORIES"].cats[1] == "a,b"
    assert {line.split(b":")[0] for line in write_calendar(head, []).split(b"\r\n")} >= {b"NAME"}

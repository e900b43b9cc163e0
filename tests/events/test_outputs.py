"""What the agenda writes for diaries is what it reads in them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.clock import PARIS, to_paris
from app.events.dates import whole_days
from app.events.ics_file import IcsDefaults, parse_ics
from app.events.kinds import EventKind, EventStatus
from app.events.models import Event
from app.events.outputs import calendar_event, say_when
from app.events.records import EventRecord, EventTime
from app.exports.ics import CalendarHead, write_calendar

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


def make(time: EventTime, *, title: str = "Forum") -> Event:
    return Event(
        slug="forum", title=title, kind=EventKind.FORUM.value, starts_at=time.start,
        ends_at=time.end, over_at=time.over_at(EventKind.FORUM), is_all_day=time.is_all_day,
        place="Salle", territory_code="93048", online_url="", organiser="Réseau", audiences=(),
        sectors=(), description="", url="", committee="", agenda_themes=[], documents=[],
        source="", status=EventStatus.PLANNED.value, status_note="", is_demo=False,
        created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def round_trip(event: Event) -> EventRecord:
    content = write_calendar(
        CalendarHead(name="x"), [calendar_event(event, base_url="https://x.exemple.fr")]
    )
    defaults = IcsDefaults(organiser="Réseau", territory="93048")
    (item,) = parse_ics(io.BytesIO(content), defaults, NOW)
    assert isinstance(item, EventRecord), item
    return item


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.integers(1, 100))
def test_hours_survive_every_change_of_clocks(naive: datetime, quarters: int) -> None:
    start = naive.replace(tzinfo=UTC, second=0, microsecond=0)
    # The hour that a clock shows twice cannot be told in a zone of its own.
    if to_paris(start).fold or to_paris(start + timedelta(hours=1)).fold:
        return
    time = EventTime(start=start, end=start + timedelta(minutes=15 * quarters))
    read = round_trip(make(time))
    assert read.time == time
    assert read.kind is EventKind.FORUM
    assert read.title == "Forum"


@given(DAYS, st.integers(0, 40))
def test_days_survive(first: date, more: int) -> None:
    time = whole_days(first, first + timedelta(days=more))
    assert round_trip(make(time)).time == time


def test_words_say_the_hours_of_paris() -> None:
    start = datetime(2027, 7, 12, 7, 0, tzinfo=UTC)
    event = make(EventTime(start=start, end=start + timedelta(hours=3, minutes=30)))
    assert say_when(event).replace("\u00a0", " ") == "lundi 12 juillet 2027, de 9 h à 12 h 30"
    days = make(whole_days(date(2027, 7, 12), date(2027, 7, 14)))
    said = say_when(days).replace("\u00a0", " ")
    assert said == "du lundi 12 juillet 2027 au mercredi 14 juillet 2027"

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import PARIS, to_paris
from app.events.dates import read_time
from app.events.records import FieldError


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-12 09:30",
        "2027-01-12T09:30",
        "2027-01-12T09:30:00+01:00",
        "2027-01-12T08:30:00Z",
        "12/01/2027 9h30",
        "12/01/2027 à 9 h 30",
        "12 janvier 2027 à 9h30",
        "mardi 12 janvier 2027 09:30",
        "  12.01.2027\u00a09:30 ",
    ],
)
def test_a_moment_is_read_however_it_is_written(text: str) -> None:
    assert read_time(text, "").start == datetime(2027, 1, 12, 8, 30, tzinfo=UTC)


def test_an_end_may_be_an_hour_of_the_same_day() -> None:
    time = read_time("12/07/2027 9h", "17h30")
    assert time.end == datetime(2027, 7, 12, 15, 30, tzinfo=UTC)
    assert not time.is_all_day


def test_days_without_hours_last_from_midnight_to_midnight_in_paris() -> None:
    time = read_time("2027-03-27", "2027-03-29")
    assert time.is_all_day
    assert to_paris(time.start) == datetime(2027, 3, 27, tzinfo=PARIS)
    assert time.end is not None
    assert to_paris(time.end) == datetime(2027, 3, 30, tzinfo=PARIS)
    assert (time.end - time.start).total_seconds() == (3 * 24 - 1) * 3600  # clocks go forward


def test_the_hour_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(FieldError, match="n’existe pas"):
        read_time("2027-03-28 02:30", "")


def test_the_hour_that_clocks_show_twice_is_the_first() -> None:
    assert read_time("2027-10-31 02:30", "").start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_an_end_across_the_change_of_hour_is_counted_in_instants() -> None:
    time = read_time("2027-10-31 02:30", "2027-10-31T02:15:00+01:00")
    assert time.end is not None
    assert time.end > time.start


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("", "", "debut"),
        ("demain", "", "debut"),
        ("2027-02-30", "", "debut"),
        ("31/11/2027 9h", "", "debut"),
        ("0001-01-01", "", "debut"),
        ("2027-01-12 25:00", "", "debut"),
        ("2027-01-12 9h", "2027-01-11 9h", "fin"),
        ("2027-01-12 9h", "9h", "fin"),
        ("2027-01-12 9h", "2027-01-13", "fin"),
        ("2027-01-12", "2027-01-13 9h", "debut"),
        ("2027-01-12", "2027-01-11", "fin"),
        ("9999-12-31T23:59:59+00:00", "", "debut"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(start: str, end: str, field: str) -> None:
    with pytest.raises(FieldError) as refused:
        read_time(start, end)
    assert refused.value.field == field


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_time_or_a_refusal(start: str, end: str) -> None:
    try:
        time = read_time(start, end)
    except FieldError:
        return
    assert time.end is None or time.end > time.start


@given(st.datetimes(datetime(2001, 1, 1), datetime(2098, 1, 1)))
def test_what_is_written_with_its_offset_is_read_back(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC, microsecond=0)
    assert read_time(moment.astimezone(PARIS).isoformat(), "").start == moment

from datetime import date

import pytest

from app.partnerships.holidays import add_working_days, holidays_of, is_working_day


def test_the_eleven_public_holidays_of_a_year() -> None:
    assert holidays_of(2026) == {
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8),
        date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15),
        date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 26), 3, date(2026, 12, 1)),  # over a week-end
        (date(2026, 11, 10), 1, date(2026, 11, 12)),  # over 11 November
        (date(2026, 12, 24), 3, date(2026, 12, 30)),
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # Ascension
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
    ],
)
def test_working_days_are_counted_as_offices_do(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end
    assert is_working_day(end)

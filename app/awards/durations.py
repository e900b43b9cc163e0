"""Months on a calendar: when a contract ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

DAYS_OF_A_MONTH = 30.44


def add_months(day: date, months: float) -> date | None:
    """The same day that many months later, the last of a shorter month; None beyond the calendar.

    A part of a month is counted in days.
    """
    whole = int(months // 1)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    if not date.min.year <= year < date.max.year:
        return None
    last = monthrange(year, month + 1)[1]
    later = date(year, month + 1, min(day.day, last))
    return later + timedelta(days=round((months - whole) * DAYS_OF_A_MONTH))

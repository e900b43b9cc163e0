"""Working days in France: not a Saturday, a Sunday, nor one of the eleven public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

# Code du travail, L3133-1; the local holidays of Alsace-Moselle and overseas are not those of
# Île-de-France.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # days: Easter Monday, Ascension, Whit Monday
SATURDAY = 5


@lru_cache(maxsize=32)
def holidays_of(year: int) -> frozenset[date]:
    """The public holidays of a year."""
    sunday = easter(year)
    fixed = (date(year, month, day) for month, day in FIXED)
    return frozenset((*fixed, *(sunday + timedelta(days=days) for days in AFTER_EASTER)))


def is_working_day(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < SATURDAY and day not in holidays_of(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that comes `count` working days after that one."""
    found = day
    for _ in range(count):
        found += timedelta(days=1)
        while not is_working_day(found):
            found += timedelta(days=1)
    return found

"""The days before a deadline: working days in France, and what to do on each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from app.clock import NBSP, say_date, say_moment, to_paris
from app.tenders.deadlines import END_OF_DAY
from app.tenders.kit_content import StepText
from app.tenders.models import Consultation, Lot
from app.tenders.records import Precision

# National holidays: month and day, then days after Easter Sunday.
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do; `on` is None where there is no deadline to count from."""

    days: int
    on: date | None
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be done from today, and the titles of what should have started before."""

    steps: tuple[Step, ...]
    late: tuple[str, ...]


def plan_back(deadline: datetime | None, now: datetime, texts: Sequence[StepText]) -> Plan:
    """The steps before a deadline, dated; those whose day is gone are late.

    Without a deadline all of them are there, without a date. After it there is none.
    """
    if deadline is None:
        return Plan(
            steps=tuple(Step(days=t.days, on=None, title=t.title, text=t.text) for t in texts),
            late=(),
        )
    if deadline <= now:
        return Plan(steps=(), late=())
    last, today = to_paris(deadline).date(), to_paris(now).date()
    steps = [
        Step(days=t.days, on=count_back(last, t.days), title=t.title, text=t.text) for t in texts
    ]
    return Plan(
        steps=tuple(step for step in steps if step.on is not None and step.on >= today),
        late=tuple(step.title for step in steps if step.on is not None and step.on < today),
    )


def count_back(day: date, working_days: int) -> date:
    """The day that many working days before; the day itself need not be one."""
    left = working_days
    while left > 0:
        day -= timedelta(days=1)
        left -= is_working(day)
    return day


def is_working(day: date) -> bool:
    """Whether offices work: Monday to Friday, national holidays apart."""
    return day.weekday() < SATURDAY and day not in find_holidays(day.year)


@cache
def find_holidays(year: int) -> frozenset[date]:
    """The national holidays of a year in mainland France."""
    easter = find_easter(year)
    moving = (easter + timedelta(days=days) for days in AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in FIXED), *moving})


def find_easter(year: int) -> date:
    """Easter Sunday, by the Gregorian rule that Butcher and Meeus published."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def choose_deadline(consultation: Consultation, lots: Sequence[Lot]) -> datetime | None:
    """The first deadline of these lots: what comes too early loses nobody a tender.

    A deadline of the consultation that is no lot’s own has replaced them all.
    """
    whole = consultation.deadline_at
    own = {lot.deadline_at for lot in lots if lot.deadline_at is not None}
    if whole is None or whole in own:
        return min(own, default=whole)
    return whole


def say_hour(moment: datetime) -> str:
    """« mardi 3 février 2026 à 12 h 00, heure de Paris »."""
    return f"{say_moment(moment)}, heure de Paris"


def say_deadline(moment: datetime | None, precision: str) -> str:
    """The sentence that says until when to answer."""
    if moment is None:
        return f"Échéance inconnue{NBSP}: à chercher sur le profil d’acheteur"
    if precision == Precision.DAY and to_paris(moment).time() == END_OF_DAY:
        day = say_date(to_paris(moment).date())
        return f"À déposer au plus tard le {day}, heure à vérifier"
    return f"À déposer avant le {say_hour(moment)}"

"""The dates of a repeated event over the next twelve months.

A rule that a diary writes for people – days, weeks, months, years – is expanded; anything else is
refused with the reason, and no rule can keep the portal counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr
from icalendar import Component, vRecur

from app.clock import PARIS, to_utc
from app.events.records import FieldError

Moment = date | datetime
HORIZON = timedelta(days=366)
OLDEST = timedelta(days=5 * 366)  # a rule older than that is counted from too far
MOST_DATES = 60
PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def occurrences(component: Component, start: Moment, now: datetime) -> list[Moment]:
    """The starts to come within twelve months, in the zone of the first one.

    Raises FieldError for a rule that is not understood, too old, or that gives too many dates.
    """
    if "RDATE" in component or isinstance(component.get("RRULE"), list):
        raise FieldError("debut", "répétition refusée : dates ou règles multiples")
    rule = component["RRULE"]
    if not isinstance(rule, vRecur):
        raise FieldError("debut", "répétition illisible")
    text = write_rule(rule)
    parts = {part.partition("=")[0].upper() for part in text.split(";")}
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in FREQUENCIES or parts - PARTS:
        raise FieldError("debut", f"répétition refusée : « {text[:120]} »")
    first = as_datetime(start)
    if first < now - OLDEST:
        raise FieldError("debut", "répétition refusée : elle commence il y a plus de cinq ans")
    left_out = {to_utc(as_datetime(m)) for m in excluded(component)}
    found = [
        moment
        for moment in expand(rule, first, now + HORIZON)
        if moment >= now and to_utc(moment) not in left_out
    ]
    if len(found) > MOST_DATES:
        why = f"répétition refusée : plus de {MOST_DATES} dates en douze mois"
        raise FieldError("debut", why)
    return list(found) if isinstance(start, datetime) else [m.date() for m in found]


def expand(rule: vRecur, first: datetime, last: datetime) -> Iterator[datetime]:
    """The dates of a rule up to an instant, at the same hour of the clock whatever the season.

    The end and the number of dates are counted here: the library refuses what diaries write, and
    an end of its own is what keeps it from searching for ever.
    """
    parts = write_rule(rule).split(";")
    kept = ";".join(p for p in parts if not p.upper().startswith(("COUNT=", "UNTIL=")))
    until = [end_of(moment) for moment in rule.get("UNTIL") or ()]
    expanded = rrulestr(kept, dtstart=first)
    if not isinstance(expanded, rrule):
        raise FieldError("debut", "répétition refusée")
    most = (rule.get("COUNT") or [None])[0]
    return islice(expanded.replace(until=min([last, *until])), most)


def write_rule(rule: vRecur) -> str:
    """The rule as the file writes it."""
    content: bytes = rule.to_ical()  # type: ignore[no-untyped-call]
    return content.decode()


def end_of(until: Moment) -> datetime:
    """The last instant of a rule: a day counts whole."""
    if isinstance(until, datetime):
        return as_datetime(until)
    return as_datetime(until) + timedelta(days=1) - timedelta(seconds=1)


def excluded(component: Component) -> Iterator[Moment]:
    """The dates that the event leaves out."""
    found = component.get("EXDATE", [])
    for group in found if isinstance(found, list) else [found]:
        for item in getattr(group, "dts", ()):
            yield item.dt


def as_datetime(moment: Moment) -> datetime:
    """The moment as an aware datetime: a day begins at midnight in Paris."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), PARIS)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=PARIS)

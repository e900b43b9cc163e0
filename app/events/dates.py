"""Dates and hours of Paris, as people and files write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from app.clock import MONTHS, PARIS, to_utc
from app.events.records import EventTime, FieldError
from app.imports.text import clean_line, fold

FIRST_YEAR, LAST_YEAR = 2000, 2099
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
WRITTEN_DAY = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})"
)
HOUR = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})")
NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, start=1)}


def read_time(start: str, end: str) -> EventTime:
    """When an event is, from two texts; the second may be empty, a day, or an hour of the same day.

    « 2027-01-12 », « 12/01/2027 9h30 », « 12 janvier 2027 à 9 h 30 », « 2027-01-12T09:30:00Z ».
    Days without hours make an event that lasts all of them, the last one included. Raises
    FieldError for « debut » or « fin ».
    """
    first = read_moment(start, "debut")
    last = read_end(end, first) if end.strip() else None
    if isinstance(first, datetime):
        if last is not None and not isinstance(last, datetime):
            raise FieldError("fin", "le début a une heure : donnez aussi celle de la fin")
        return EventTime(start=to_utc(first), end=to_utc(last) if last else None)
    if isinstance(last, datetime):
        raise FieldError("debut", "la fin a une heure : donnez aussi celle du début")
    return whole_days(first, last or first)


def whole_days(first: date, last: date) -> EventTime:
    """From the midnight of Paris that begins a day to the one that ends another."""
    if last < first:
        raise FieldError("fin", "la fin n’est pas après le début")
    midnight = datetime.combine(first, time(), PARIS)
    after = datetime.combine(last + timedelta(days=1), time(), PARIS)
    return EventTime(start=to_utc(midnight), end=to_utc(after), is_all_day=True)


def read_end(raw: str, first: date | datetime) -> date | datetime:
    """The end: a moment, or an hour of the day of the start."""
    text = clean_line(raw, limit=60)
    if HOUR.fullmatch(fold(text)) and isinstance(first, datetime):
        day = first.astimezone(PARIS).date()
        return local_moment(day, read_hour(text, "fin"), "fin")
    return read_moment(raw, "fin")


def read_moment(raw: str, field: str) -> date | datetime:
    """A day, or an aware instant; an hour without a zone is one of Paris."""
    text = clean_line(raw, limit=60)
    if not text:
        raise FieldError(field, "date absente")
    if INSTANT.fullmatch(text):
        return read_instant(text, field)
    day, rest = split_day(fold(text), text, field)
    rest = rest.strip(" t,").removeprefix("a ").strip()
    if not rest:
        return day
    return local_moment(day, read_hour(rest, field), field)


def read_instant(text: str, field: str) -> datetime:
    """An instant with its offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FieldError(field, f"date impossible : « {text} »") from error
    check_year(moment.year, text, field)
    return moment


def split_day(folded: str, text: str, field: str) -> tuple[date, str]:
    """The day that a text begins with, and what follows it."""
    for pattern, order in ((ISO_DAY, (1, 2, 3)), (FRENCH_DAY, (3, 2, 1)), (WRITTEN_DAY, (3, 2, 1))):
        match = pattern.match(folded)
        if match is None:
            continue
        year, month, number = (match[group] for group in order)
        whole = NUMBERS.get(month, 0) if month.isalpha() else int(month)
        check_year(int(year), text, field)
        try:
            return date(int(year), whole, int(number)), folded[match.end() :]
        except ValueError as error:
            raise FieldError(field, f"date impossible : « {text} »") from error
    raise FieldError(field, f"date illisible : « {text} » ; exemple : 2027-01-12 09:30")


def check_year(year: int, text: str, field: str) -> None:
    """Refuse the years that no agenda speaks of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FieldError(field, f"date impossible : « {text} »")


def read_hour(text: str, field: str) -> time:
    """« 9h », « 9 h 30 », « 09:30 », « 09:30:00 »."""
    match = HOUR.fullmatch(fold(text))
    try:
        if match is not None:
            return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        pass
    raise FieldError(field, f"heure impossible : « {text} » ; exemple : 9h30")


def local_moment(day: date, hour: time, field: str) -> datetime:
    """That hour of that day in Paris; the first where clocks go back, refused where none shows it.

    Raises FieldError.
    """
    moment = datetime.combine(day, hour, PARIS)
    if to_utc(moment).astimezone(PARIS).replace(tzinfo=None) != moment.replace(tzinfo=None):
        why = f"{hour:%H:%M} n’existe pas ce jour-là : l’heure d’été commence à 2 h"
        raise FieldError(field, why)
    return moment

"""Events in iCalendar files (RFC 5545) as diaries write them.

Read: title, start, end or duration, place, description, address, categories, status, repetition
within twelve months. Never read: organiser and participants, who are often persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

from icalendar import Calendar, Component, vBroken

from app import territories
from app.clock import PARIS, to_utc
from app.events.dates import FIRST_YEAR, LAST_YEAR, whole_days
from app.events.fields import KINDS, LONGEST_DESCRIPTION, read_territory, say_field
from app.events.kinds import EventKind, EventStatus
from app.events.records import EventRecord, EventTime, FieldError
from app.events.recurrence import Moment, as_datetime, occurrences
from app.imports.choices import read_choice, read_web_address
from app.imports.report import RowError
from app.imports.text import clean_line, clean_text

MOST_BYTES = 10_000_000
FOLD = re.compile(r"\r?\n[ \t]")
BLOCK = re.compile(r"^BEGIN:(VEVENT|VTIMEZONE)[ \t]*$(.*?)^END:\1[ \t]*$", re.M | re.S | re.I)
# What the library raises on values it cannot read: some escape its own checks.
UNREADABLE = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
STATUSES = {"CANCELLED": EventStatus.CANCELLED, "TENTATIVE": EventStatus.PLANNED}


@dataclass(frozen=True, kw_only=True)
class IcsDefaults:
    """What a diary does not say of its events: who holds them, and where the others say nothing."""

    organiser: str = ""
    kind: EventKind = EventKind.OTHER
    territory: str = ""
    source: str = ""


def parse_ics(
    file: BinaryIO, defaults: IcsDefaults, now: datetime
) -> Iterator[EventRecord | RowError]:
    """The events of a file; a repeated one gives an event for each date of the next twelve months.

    What changes one date of a repeated event takes the place of that date.
    """
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        yield RowError(where="fichier", what="plus de 10 Mo : trop long pour un agenda")
        return
    blocks = [(m[1].upper(), m[0]) for m in BLOCK.finditer(decode(raw))]
    zones = "\n".join(text for name, text in blocks if name == "VTIMEZONE")
    events = [text for name, text in blocks if name == "VEVENT"]
    if not events:
        yield RowError(where="fichier", what="aucun événement (VEVENT) dans cet agenda")
    kept: dict[str, EventRecord] = {}
    # Changed dates last: they replace those that the repetition gave.
    for number, text in sorted(enumerate(events, 1), key=lambda e: "RECURRENCE-ID" in e[1].upper()):
        for item in read_block(text, zones, f"événement {number}", defaults, now):
            if isinstance(item, RowError):
                yield item
            else:
                kept[item.key] = item
    yield from kept.values()


def decode(raw: bytes) -> str:
    """The text of a file, its long lines put back together and its ends of line made the same."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = FOLD.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def read_block(
    text: str, zones: str, where: str, defaults: IcsDefaults, now: datetime
) -> Iterator[EventRecord | RowError]:
    """The events of one VEVENT, or why it is refused."""
    # A zone may be long to read: only for the events that name one.
    known = zones if "TZID" in text.upper() else ""
    try:
        calendar = Calendar.from_ical(f"BEGIN:VCALENDAR\n{known}\n{text}\nEND:VCALENDAR\n")
        component = calendar.walk("VEVENT")[0]
        found = list(read_event(component, where, defaults, now))
    except FieldError as error:
        yield RowError(where=where, what=say_field(error), raw={"ics": text})
    except UNREADABLE as error:
        what = f"illisible ({clean_line(str(error), limit=120)})"
        yield RowError(where=where, what=what, raw={"ics": text})
    else:
        yield from found


def read_event(
    component: Component, where: str, defaults: IcsDefaults, now: datetime
) -> Iterator[EventRecord]:
    """The events of one component: one, or one for each date where it is repeated."""
    title = read_property(component, "SUMMARY", 255)
    if not title:
        raise FieldError("titre", "titre absent (SUMMARY)")
    if not defaults.organiser:
        why = "organisateur absent : donnez une institution avec --organiser (celui du fichier est"
        raise FieldError("organisateur", f"{why} souvent une personne : il n’est pas repris)")
    place = read_property(component, "LOCATION", 255)
    online = place if read_web_address(place) else ""
    start = read_moment(component, "DTSTART", "debut")
    length = read_length(component, start)
    uid = read_property(component, "UID", 200)
    for moment, key in dates_of(component, start, now):
        yield EventRecord(
            where=where,
            uid=f"{uid}#{key}" if uid and key else uid,
            title=title,
            kind=read_kind(component, defaults.kind),
            time=make_time(moment, length),
            organiser=defaults.organiser,
            place="" if online else place,
            territory_code=find_territory(place, online, defaults),
            online_url=read_web_address(online) or "",
            description=clean_text(
                str(component.get("DESCRIPTION", "")), limit=LONGEST_DESCRIPTION
            ),
            url=read_web_address(read_property(component, "URL", 501)) or "",
            source=defaults.source,
            status=STATUSES.get(
                read_property(component, "STATUS", 20).upper(), EventStatus.PLANNED
            ),
        )


def dates_of(component: Component, start: Moment, now: datetime) -> Iterator[tuple[Moment, str]]:
    """Each start, with what tells it from the others of the same repeated event."""
    if "RECURRENCE-ID" in component:
        replaced = read_moment(component, "RECURRENCE-ID", "debut")
        yield start, key_of(replaced)
    elif "RRULE" in component or "RDATE" in component:
        for moment in occurrences(component, start, now):
            yield moment, key_of(moment)
    else:
        yield start, ""


def key_of(moment: Moment) -> str:
    """What names one date of a repeated event."""
    if isinstance(moment, datetime):
        return f"{to_utc(moment):%Y%m%dT%H%MZ}"
    return f"{moment:%Y%m%d}"


def make_time(start: Moment, length: timedelta) -> EventTime:
    """From a start and a length: exact hours, or whole days, the last one included."""
    if isinstance(start, datetime):
        first = to_utc(start)
        return EventTime(start=first, end=first + length if length else None)
    return whole_days(start, start + max(length - timedelta(days=1), timedelta()))


def read_length(component: Component, start: Moment) -> timedelta:
    """How long it lasts, from DTEND or DURATION; zero where there is neither."""
    if "DTEND" in component:
        end = read_moment(component, "DTEND", "fin")
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise FieldError("fin", "le début et la fin ne sont pas de même forme")
        # Elapsed time, which hours of one zone subtracted from each other are not.
        length = as_datetime(end).astimezone(UTC) - as_datetime(start).astimezone(UTC)
        if not isinstance(start, datetime):
            length = end - start
    else:
        length = component.decoded("DURATION") if "DURATION" in component else timedelta()
    if not isinstance(length, timedelta) or length < timedelta():
        raise FieldError("fin", "la fin n’est pas après le début")
    return length


def read_moment(component: Component, name: str, field: str) -> Moment:
    """A day, or an instant in UTC's or its own zone; without a zone, an hour of Paris."""
    prop = component.get(name)
    moment = None if isinstance(prop, vBroken) else getattr(prop, "dt", None)
    if not isinstance(moment, date):
        why = "date absente" if prop is None else f"date impossible : « {clean_line(str(prop))} »"
        raise FieldError(field, why)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise FieldError(field, f"date impossible : {moment.isoformat()}")
    if isinstance(moment, datetime) and moment.tzinfo is None:
        zone = getattr(prop, "params", {}).get("TZID")
        if zone:
            raise FieldError(field, f"fuseau horaire inconnu : « {clean_line(zone, limit=60)} »")
        return moment.replace(tzinfo=PARIS)
    return moment


def read_property(component: Component, name: str, limit: int) -> str:
    """A text on one line; the first one where the property is repeated."""
    value = component.get(name, "")
    return clean_line(str(value[0] if isinstance(value, list) else value), limit=limit)


def read_kind(component: Component, default: EventKind) -> EventKind:
    """The first category that is a kind of event, else the default."""
    found = component.get("CATEGORIES", [])
    for group in found if isinstance(found, list) else [found]:
        for category in getattr(group, "cats", ()):
            kind = read_choice(str(category), KINDS)
            if kind is not None:
                return kind
    return default


def find_territory(place: str, online: str, defaults: IcsDefaults) -> str:
    """Where it is: read in the place, else the default of the file."""
    if not online and place and territories.find(place) is not None:
        return read_territory("", place, is_online=False)
    if defaults.territory:
        return read_territory(defaults.territory, "", is_online=False)
    return read_territory("", "" if online else place, is_online=bool(online))

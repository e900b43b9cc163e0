"""The dates of schemes, for a diary: whole days of Paris."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

from app.clock import NBSP
from app.exports.ics import CalendarEvent, CalendarHead, write_calendar
from app.toolkit.schemes import Call, Scheme

DOMAIN = "maillage"
REMINDERS = (timedelta(days=30), timedelta(days=7), timedelta(days=1))
STEPS = (
    ("ouverture", "Ouverture", "opens_on", ()),
    ("pre-depot", "Pré-dépôt au plus tard", "pre_deposit_on", REMINDERS),
    ("cloture", "Clôture", "closes_on", REMINDERS),
)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What every event carries: when the calendar was made, and the portal's address."""

    made_at: datetime
    base_url: str = ""


def write_dates(name: str, schemes: Iterable[Scheme], stamp: Stamp) -> bytes:
    """The calendar of these schemes."""
    head = CalendarHead(name=name, description="Ouvertures, pré-dépôts et clôtures des appels.")
    return write_calendar(head, (e for scheme in schemes for e in list_events(scheme, stamp)))


def list_events(scheme: Scheme, stamp: Stamp) -> Iterator[CalendarEvent]:
    """An event for each date of each call.

    The identifier is made of the scheme, of the label of the call and of the step, never of the
    date: one that moves replaces the old one in the diary.
    """
    seen: dict[str, int] = {}
    for call in sorted(scheme.calls, key=lambda c: c.sort_key):
        seen[call.year] = seen.get(call.year, 0) + 1
        key = f"{scheme.slug}|{call.year}|{seen[call.year]}"
        for step, label, field, reminders in STEPS:
            day = getattr(call, field)
            if isinstance(day, date):
                yield make_event(scheme, call, (key, step, label), day, reminders, stamp)


def make_event(
    scheme: Scheme,
    call: Call,
    words: tuple[str, str, str],
    day: date,
    reminders: tuple[timedelta, ...],
    stamp: Stamp,
) -> CalendarEvent:
    """One date."""
    key, step, label = words
    mark = blake2b(key.encode(), digest_size=8).hexdigest()
    facts = (
        f"Financeur{NBSP}: {scheme.funder}",
        f"Forme{NBSP}: {scheme.form.label}",
        "Dates à vérifier auprès du financeur avant de déposer.",
    )
    return CalendarEvent(
        uid=f"financement-{mark}-{step}@{DOMAIN}",
        summary=f"{label} – {scheme.name}{f' ({call.year})' if call.year else ''}",
        start=day,
        updated_at=stamp.made_at,
        description="\n".join(facts),
        url=f"{stamp.base_url}/financements/{scheme.slug}" if stamp.base_url else "",
        categories=("Financement",),
        reminders=reminders,
    )

"""Create, update and cancel events. All of this flushes and never commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.services import differences, record
from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.events import queries
from app.events.kinds import EventStatus
from app.events.models import Event
from app.events.records import EventRecord
from app.imports.report import Outcome
from app.imports.text import slugify

SUBJECT = "event"
TEAM = "équipe du portail"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What became of a record; `is_kept_cancelled` where the team had cancelled the event."""

    event: Event
    outcome: Outcome
    is_kept_cancelled: bool = False


def get_event(session: Session, slug: str) -> Event:
    """The event of that address, or NotFoundError."""
    found = session.scalar(queries.by_slug(slug))
    if found is None:
        raise NotFoundError("Aucun événement ne porte cette adresse.")
    return found


def values_of(item: EventRecord) -> dict[str, object]:
    """The columns of a record."""
    return {
        "fingerprint": item.fingerprint,
        "title": item.title,
        "kind": item.kind.value,
        "starts_at": item.time.start,
        "ends_at": item.time.end,
        "over_at": item.time.over_at(item.kind),
        "is_all_day": item.time.is_all_day,
        "place": item.place,
        "territory_code": item.territory_code,
        "online_url": item.online_url,
        "organiser": item.organiser,
        "audiences": tuple(a.value for a in item.audiences),
        "sectors": item.sectors,
        "description": item.description,
        "url": item.url,
        "committee": item.committee,
        "agenda_themes": list(item.agenda_themes),
        "documents": list(item.documents),
        "source": item.source,
        "status": item.status.value,
    }


def store(
    session: Session, item: EventRecord, known: Event | None, *, origin: str, now: datetime
) -> Stored:
    """Create the event of a record, or update the one that is known."""
    values = values_of(item)
    if known is None:
        made = create(session, item, values, origin=origin, now=now)
        return Stored(event=made, outcome=Outcome.CREATED)
    keeps = bool(known.is_cancelled and known.status_note)
    if keeps:
        del values["status"]
    before = {name: getattr(known, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return Stored(event=known, outcome=Outcome.UNCHANGED, is_kept_cancelled=keeps)
    for name, value in changed.items():
        setattr(known, name, value)
    known.updated_at = now
    said = differences(plain({n: before[n] for n in changed}), plain(changed))
    record(session, (SUBJECT, known.slug), said, author=f"import : {origin}"[:120], now=now)
    return Stored(event=known, outcome=Outcome.UPDATED, is_kept_cancelled=keeps)


def plain(values: dict[str, object]) -> dict[str, object]:
    """The values that a reader of the history understands, as JSON."""
    hidden = {"fingerprint", "over_at"}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name not in hidden
    }


def create(
    session: Session,
    item: EventRecord,
    values: dict[str, object],
    *,
    origin: str,
    now: datetime,
    is_demo: bool = False,
) -> Event:
    """A new event."""
    made = Event(
        slug=choose_slug(session, item),
        # A real event may well be said like a fictional one: they never share a name.
        uid=f"demo:{item.fingerprint}" if is_demo else item.key,
        origin=origin[:255],
        is_demo=is_demo,
        created_at=now,
        updated_at=now,
        **values,
    )
    session.add(made)
    session.flush()
    return made


def choose_slug(session: Session, item: EventRecord) -> str:
    """A readable, unique piece of URL: the title and the day."""
    title = slugify(item.title, limit=90) or "evenement"
    base = f"{title}-{to_paris(item.time.start):%Y-%m-%d}"
    taken = set(session.scalars(queries.slugs_like(base)))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def propose_accepted(session: Session, item: EventRecord, now: datetime) -> Event:
    """The event of an accepted proposal; InvalidError where the agenda already has it."""
    twin = session.scalars(queries.known([item.key], [item.fingerprint])).first()
    if twin is not None:
        raise InvalidError(f"L’agenda a déjà cet événement : /agenda/{twin.slug}.")
    return create(session, item, values_of(item), origin="proposition", now=now)


def cancel(session: Session, slug: str, why: str, now: datetime) -> Event:
    """Say that an event will not take place, and why; no import revives it.

    NotFoundError, or InvalidError where no reason is given or it is cancelled already.
    """
    if not why.strip():
        raise InvalidError("Dites pourquoi l’événement est annulé.")
    event = get_event(session, slug)
    if event.is_cancelled and event.status_note:
        raise InvalidError("Cet événement est déjà annulé.")
    before = {"status": event.status, "status_note": event.status_note}
    event.status, event.status_note = EventStatus.CANCELLED.value, why.strip()[:500]
    event.updated_at = now
    after = {"status": event.status, "status_note": event.status_note}
    record(session, (SUBJECT, slug), differences(before, after), author=TEAM, now=now)
    session.flush()
    return event

"""The letters that recall a day or a deadline to who is in charge of a pursuit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.accounts.models import Person
from app.clock import say_day, to_paris
from app.imports.text import shorten
from app.mail import outbox
from app.organisations.members import Membership
from app.organisations.roles import MemberRole
from app.pursuits import queries
from app.pursuits.models import Pursuit, PursuitReminder
from app.pursuits.source import read_sources, say_deadline
from app.pursuits.states import ENDED, PREPARED

DAYS_BEFORE = (7, 2)  # before a deadline, in days of Paris
Link = Callable[[Pursuit], str]


@dataclass(frozen=True, kw_only=True)
class Recall:
    """A letter to write: for what, with which text, and the key that makes it unique."""

    pursuit: Pursuit
    key: str
    once: str
    values: dict[str, object]
    fallback_id: int | None = None


def send_reminders(session: Session, now: datetime, link: Link) -> int:
    """Queue every letter that is due at that instant and was not yet; give their number. Flushes.

    `link` gives the whole address of a pursuit. A letter goes to who is in charge, or to who asked
    for it, or to the owners, as long as they are members.
    """
    recalls = [*due_reminders(session, now), *due_deadlines(session, now)]
    people = read_members(session, {recall.pursuit.organisation_id for recall in recalls})
    sent = 0
    for recall in recalls:
        members = people.get(recall.pursuit.organisation_id, ())
        for person in choose_readers(recall, members):
            values = {**recall.values, "title": shorten(recall.pursuit.title)}
            values |= {"link": link(recall.pursuit)}
            once = f"{recall.once}:{person.id}"
            letter = outbox.queue(session, recall.key, person.email, values, now, once=once)
            sent += letter is not None
    session.flush()
    return sent


def due_reminders(session: Session, now: datetime) -> Iterator[Recall]:
    """The reminders whose day has come, marked as sent; those of ended pursuits say nothing."""
    select = (
        sa.select(PursuitReminder, Pursuit)
        .join(Pursuit, Pursuit.id == PursuitReminder.pursuit_id)
        .where(PursuitReminder.on <= to_paris(now).date(), PursuitReminder.sent_at.is_(None))
        .options(joinedload(Pursuit.organisation))
        .order_by(PursuitReminder.id)
    )
    for reminder, pursuit in list(session.execute(select)):
        reminder.sent_at = now
        if pursuit.pursuit_state in ENDED:
            continue
        yield Recall(
            pursuit=pursuit,
            key="pursuit-reminder",
            once=f"pursuit-reminder:{reminder.id}",
            values={"text": reminder.text, "day": say_day(reminder.on)},
            fallback_id=reminder.person_id,
        )


def due_deadlines(session: Session, now: datetime) -> Iterator[Recall]:
    """The deadlines that come in seven days or two, of answers that are being written.

    The key holds the deadline: one that is put off is recalled again.
    """
    select = (
        sa.select(Pursuit)
        .where(
            Pursuit.state.in_([state.value for state in PREPARED]),
            queries.deadline() > now,
            queries.deadline() < now + timedelta(days=max(DAYS_BEFORE) + 1),
        )
        .options(joinedload(Pursuit.organisation))
        .order_by(Pursuit.id)
    )
    pursuits = list(session.scalars(select))
    sources = read_sources(session, pursuits)
    for pursuit in pursuits:
        source = sources[pursuit.id]
        deadline = source.deadline_at if source else pursuit.deadline_at
        precision = source.deadline_precision if source else pursuit.deadline_precision
        if deadline is None or (source is not None and source.is_called_off):
            continue
        left = (to_paris(deadline).date() - to_paris(now).date()).days
        step = min((days for days in DAYS_BEFORE if left <= days), default=None)
        if step is None:
            continue
        yield Recall(
            pursuit=pursuit,
            key="pursuit-deadline",
            once=f"pursuit-deadline:{pursuit.id}:{step}:{deadline:%Y%m%d%H%M}",
            values={
                "deadline": say_deadline(deadline, precision),
                "left": say_left(left),
                "state": pursuit.pursuit_state.label,
            },
        )


def say_left(days: int) -> str:
    """« aujourd’hui », « demain », « dans 5 jours »."""
    near = {0: "aujourd’hui", 1: "demain"}
    return near.get(days) or f"dans {days} jours"


def read_members(session: Session, organisations: set[int]) -> dict[int, tuple[Membership, ...]]:
    """The members of these organisations who may be written to, by organisation."""
    select = (
        sa.select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id.in_(organisations), Person.blocked_at.is_(None))
        .options(contains_eager(Membership.person))
        .order_by(Membership.joined_at, Membership.id)
    )
    found: dict[int, list[Membership]] = {}
    for member in session.scalars(select) if organisations else ():
        found.setdefault(member.organisation_id, []).append(member)
    return {number: tuple(members) for number, members in found.items()}


def choose_readers(recall: Recall, members: Iterable[Membership]) -> list[Person]:
    """Who receives a letter: in charge, else who asked for it, else the owners."""
    listed = list(members)
    for wanted in (recall.pursuit.assignee_id, recall.fallback_id):
        found = [m.person for m in listed if wanted is not None and m.person_id == wanted]
        if found:
            return found
    return [m.person for m in listed if m.member_role is MemberRole.OWNER]

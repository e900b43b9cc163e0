"""The consultations that a network publishes, corrects and withdraws by itself.

They are notices like the others, of a source of their own: whoever reads a number of this source
knows the network by it, and no network writes in the chain of another.
"""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.audit.services import record as keep_change
from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.imports.report import FileReport
from app.organisations.models import Organisation
from app.tenders.archive import unpack
from app.tenders.deadlines import at_wall_clock
from app.tenders.given import SOURCE, GivenTender, make_amendment, make_call, make_withdrawal
from app.tenders.lifecycle import Status
from app.tenders.models import Consultation, Notice
from app.tenders.records import NoticeRecord
from app.tenders.services import store_notices

SUBJECT = "consultation"  # in the audit
MOST_OPEN = 100  # consultations of one network that are neither over nor withdrawn
ENDED = frozenset({Status.CANCELLED.value, Status.WITHOUT_FOLLOW_UP.value, Status.AWARDED.value})
VERSION = re.compile(r"-v\d+$")


def published(network: Organisation) -> sa.Select[Notice]:
    """The calls that a network published, each with its consultation, the latest first.

    What came before the network did is another's, whose id a database may give again.
    """
    return (
        sa.select(Notice)
        .where(Notice.source == SOURCE, Notice.number.startswith(f"R{network.id}-"))
        .where(~Notice.number.contains("-v"), Notice.imported_at >= network.created_at)
        .options(joinedload(Notice.consultation))
        .order_by(Notice.id.desc())
    )


def publish(
    session: Session, network: Organisation, given: GivenTender, person: Person, now: datetime
) -> Consultation:
    """Publish a consultation in the name of a network. Flushes.

    Raises InvalidError where its deadline has passed, where it is published already, or where the
    network has too many that are open.
    """
    check(given, now)
    calls = list(session.scalars(published(network)))
    still = [one for one in calls if is_open(one.consultation, now)]
    if len(still) >= MOST_OPEN:
        raise InvalidError("Votre réseau a trop de consultations ouvertes à la fois.")
    if any(is_same(unpack(one.record), given) for one in still):
        raise InvalidError("Votre réseau a déjà publié cette consultation, avec cette échéance.")
    number = f"R{network.id}-{1 + max(map(serial_of, calls), default=0)}"
    call = make_call(given, number, network.name, to_paris(now).date())
    return keep(session, call, network, person, "publiée", now)


def amend(
    session: Session,
    network: Organisation,
    call: Notice,
    given: GivenTender,
    person: Person,
    now: datetime,
) -> Consultation:
    """Correct a consultation of that network by a notice that follows its call. Flushes."""
    check(given, now)
    refuse_ended(call)
    notice = make_amendment(
        unpack(call.record),
        given,
        next_version(session, call),
        network.name,
        to_paris(now).date(),
    )
    return keep(session, notice, network, person, "corrigée", now)


def withdraw(
    session: Session,
    network: Organisation,
    call: Notice,
    reason: str,
    person: Person,
    now: datetime,
) -> Consultation:
    """Withdraw a consultation of that network; its page stays and says why. Flushes."""
    refuse_ended(call)
    notice = make_withdrawal(
        unpack(call.record),
        next_version(session, call),
        network.name,
        reason,
        to_paris(now).date(),
    )
    return keep(session, notice, network, person, "retirée", now)


def find_call(session: Session, network: Organisation, number: str) -> Notice:
    """The call of that number, of that network; NotFoundError for any other."""
    found = session.scalars(published(network).where(Notice.number == number)).one_or_none()
    if found is None:
        raise NotFoundError("Votre réseau n’a pas publié cette consultation.")
    return found


def last_word(session: Session, call: Notice) -> NoticeRecord:
    """What the network said last of a consultation: its last correction, else its call."""
    said = [unpack(notice.record) for notice in (call, *session.scalars(followers(call)))]
    return next(record for record in reversed(said) if record.lots)


def followers(call: Notice) -> sa.Select[Notice]:
    """What the network published after a call about it, in order."""
    return (
        sa.select(Notice)
        .where(Notice.source == SOURCE, Notice.number.startswith(f"{call.number}-v"))
        .order_by(Notice.id)
    )


def check(given: GivenTender, now: datetime) -> None:
    """Refuse a deadline that has passed."""
    if at_wall_clock(given.deadline, SOURCE).at <= now:
        raise InvalidError("La date limite est passée.")


def refuse_ended(call: Notice) -> None:
    """Refuse to touch what is withdrawn, or what an official notice ended."""
    if call.consultation.status in ENDED:
        raise InvalidError("Cette consultation est close\u00a0: elle ne se modifie plus.")


def is_open(consultation: Consultation, now: datetime) -> bool:
    """Whether one may still answer."""
    deadline = consultation.deadline_at
    return consultation.status not in ENDED and deadline is not None and deadline > now


def is_same(record: NoticeRecord, given: GivenTender) -> bool:
    """Whether it is the same, sent twice."""
    wanted = at_wall_clock(given.deadline, SOURCE).at
    said = record.deadline.at if record.deadline else None
    return (record.title, record.buyer.name, said) == (given.title, given.buyer, wanted)


def serial_of(call: Notice) -> int:
    """The place of a call among those of its network."""
    return int(call.number.rpartition("-")[2])


def next_version(session: Session, call: Notice) -> str:
    """The number of the next notice about that call."""
    known = len(session.scalars(followers(call)).all())
    return f"{call.number}-v{known + 2:02d}"


def keep(
    session: Session,
    notice: NoticeRecord,
    network: Organisation,
    person: Person,
    what: str,
    now: datetime,
) -> Consultation:
    """Store a notice as an import does, and keep who did it."""
    (consultation,) = store_notices(session, [notice], FileReport(file=SOURCE), now=now)
    keep_change(
        session,
        (SUBJECT, VERSION.sub("", notice.id)),
        {what: ["", notice.title]},
        author=f"{person.display_name} ({network.name})"[:120],
        now=now,
        person_id=person.id,
    )
    session.flush()
    return consultation

"""The code sent to the address on record: whoever reads that mailbox vouches for the person."""

from __future__ import annotations

import secrets
from datetime import timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.errors import InvalidError
from app.mail import outbox
from app.organisations.joining import refuse_members
from app.organisations.members import Membership
from app.organisations.membership import admit
from app.organisations.models import Organisation
from app.organisations.requests import JoinCode
from app.organisations.steps import Act, Step, TeamStep, count_recent, record

DIGITS = 8
LASTS = timedelta(hours=48)  # the mailbox of a structure is not read at night
MOST_TRIES = 5
MOST_FOR_PERSON = 3  # codes a day, of one person for one organisation
MOST_FOR_ORGANISATION = 6  # codes a day, whoever asks: its mailbox is not ours to fill
HASHER = PasswordHasher()
NO_CODE = "Aucun code n’est valable pour vous. Demandez-en un nouveau."


def send_code(session: Session, person: Person, organisation: Organisation, act: Act) -> None:
    """Send a code for that person to the address on record; those before serve no more.

    InvalidError without an address on record, to a member, or where too many were sent. Flushes.
    """
    refuse_members(session, person, organisation)
    if not organisation.contact_email:
        raise InvalidError("Aucune adresse de contact n’est connue pour cette organisation.")
    refuse_too_many(session, person, organisation, act)
    session.execute(
        sa.update(JoinCode)
        .where(
            JoinCode.organisation_id == organisation.id,
            JoinCode.person_id == person.id,
            JoinCode.used_at.is_(None),
        )
        .values(used_at=act.now)
    )
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    session.add(
        JoinCode(
            organisation_id=organisation.id,
            person_id=person.id,
            digest=HASHER.hash(code),
            sent_at=act.now,
            expires_at=act.now + LASTS,
        )
    )
    record(session, organisation.id, Step.CODE_SENT, act, subject=person.id)
    values = {
        "organisation": organisation.name,
        "person": person.display_name,
        "email": person.email,
        "code": f"{code[:4]} {code[4:]}",
    }
    outbox.queue(session, "membership-code", organisation.contact_email, values, act.now)


def refuse_too_many(session: Session, person: Person, organisation: Organisation, act: Act) -> None:
    """InvalidError where too many codes went to that mailbox in a day."""
    recent = count_recent(
        Step.CODE_SENT,
        act.now - timedelta(days=1),
        TeamStep.organisation_id == organisation.id,
    )
    theirs = session.scalars(recent.where(TeamStep.actor_id == person.id)).one()
    if theirs >= MOST_FOR_PERSON or session.scalars(recent).one() >= MOST_FOR_ORGANISATION:
        raise InvalidError("Trop de codes ont été envoyés à cette adresse. Réessayez demain.")


def valid_code(session: Session, person_id: int, organisation_id: int, act: Act) -> JoinCode | None:
    """The code that this person may still type."""
    return session.scalars(
        sa.select(JoinCode)
        .where(
            JoinCode.organisation_id == organisation_id,
            JoinCode.person_id == person_id,
            JoinCode.used_at.is_(None),
            JoinCode.expires_at > act.now,
            JoinCode.tries < MOST_TRIES,
        )
        .order_by(JoinCode.id.desc())
    ).first()


def join_by_code(
    session: Session, person: Person, organisation: Organisation, typed: str, act: Act
) -> Membership | None:
    """Join on the proof of a code; None where it is wrong.

    A try counts whatever becomes of it: the caller commits even where the code is wrong.
    InvalidError where no code is valid any more. Flushes.
    """
    found = valid_code(session, person.id, organisation.id, act)
    if found is None or not count_try(session, found):
        raise InvalidError(NO_CODE)
    try:
        HASHER.verify(found.digest, "".join(typed.split()))
    except VerifyMismatchError:
        return None
    if not use_code(session, found, act):
        raise InvalidError(NO_CODE)
    proof = "code envoyé à l’adresse connue de l’organisation"
    return admit(session, organisation.id, person.id, act, proof=proof)


def count_try(session: Session, found: JoinCode) -> bool:
    """Count a try; False where none is left, even to two that come at the same moment."""
    counted = session.execute(
        sa.update(JoinCode)
        .where(JoinCode.id == found.id, JoinCode.tries < MOST_TRIES)
        .values(tries=JoinCode.tries + 1),
        execution_options={"synchronize_session": False},
    )
    return bool(counted.rowcount == 1)  # type: ignore[attr-defined]


def use_code(session: Session, found: JoinCode, act: Act) -> bool:
    """Use a code; False where it was used at the same moment."""
    used = session.execute(
        sa.update(JoinCode)
        .where(JoinCode.id == found.id, JoinCode.used_at.is_(None))
        .values(used_at=act.now),
        execution_options={"synchronize_session": False},
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]

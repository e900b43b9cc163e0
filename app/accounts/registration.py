"""Signing up: an account that waits for its address to be proved, and the proof.

The proof asks for the password as well as the secret of the letter: whoever signs up somebody
else's address knows the one and not the other, so that no account is ever opened for two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import passwords, tokens
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.roles import Purpose
from app.errors import InvalidError, NotFoundError
from app.mail import outbox

CONFIRM = "confirm"  # the purpose of the secrets that prove an address
LASTS = timedelta(hours=48)
KEPT_UNCONFIRMED = timedelta(days=7)
WRONG = "Ce n’est pas le mot de passe choisi à l’inscription."


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Who signs up: an address and a name already read, a password that follows the rule."""

    email: str
    name: str
    purpose: Purpose
    password: str


def sign_up(session: Session, draft: Draft, now: datetime, *, site: str, is_told: bool) -> None:
    """Make the account, and write to its address; what is done never tells if there was one.

    Who signs up again before the proof replaces what was written before. `site` is the address of
    the portal for letters; without `is_told`, no letter leaves: too many left already. Flushes.
    """
    kept = passwords.hash_password(draft.password)  # always: the time must not tell either
    person = session.scalars(by_email(draft.email)).one_or_none()
    if person is not None and (person.confirmed_at or person.blocked_at):
        if is_told:
            values = {"sign_in": f"{site}/connexion", "reset": f"{site}/mot-de-passe-oublie"}
            outbox.queue(session, "account-exists", draft.email, values, now)
        return
    if person is None:
        person = Person(email=draft.email, created_at=now)
        session.add(person)
    person.name, person.purpose = draft.name, draft.purpose.value
    person.password_hash = kept
    session.flush()
    if is_told:
        send_confirmation(session, person, now, site=site)


def send_confirmation(session: Session, person: Person, now: datetime, *, site: str) -> None:
    """Write to an address that is not proved yet, with a new link. Flushes."""
    secret = tokens.issue(session, CONFIRM, str(person.id), lasts=LASTS, now=now)
    values = {"link": f"{site}/inscription/confirmer/{secret}"}
    outbox.queue(session, "account-confirm", person.email, values, now)


def send_again(session: Session, address: str, now: datetime, *, site: str) -> None:
    """Write again to an address that waits for its proof; nothing for another. Flushes."""
    person = session.scalars(by_email(address)).one_or_none()
    if person is not None and not person.confirmed_at and not person.blocked_at:
        send_confirmation(session, person, now, site=site)


def whose(session: Session, secret: str, now: datetime) -> Person:
    """The person whose address that secret proves; NotFoundError where it proves nothing more."""
    return person_of(session, tokens.look_up(session, CONFIRM, secret, now).subject)


def person_of(session: Session, subject: str) -> Person:
    """The person of a secret; NotFoundError where they left, or were blocked."""
    person = session.get(Person, int(subject))
    if person is None or person.blocked_at:
        raise NotFoundError(tokens.LOST)
    return person


def confirm(session: Session, secret: str, password: str, now: datetime) -> Person:
    """The person, their address proved. Flushes.

    Raises NotFoundError for a secret that serves no more, InvalidError for another password.
    """
    person = whose(session, secret, now)
    if not passwords.is_password(person.password_hash, password):
        raise InvalidError(WRONG)
    tokens.use(session, CONFIRM, secret, now)
    person.confirmed_at = person.confirmed_at or now
    session.flush()
    return person


def purge(session: Session, now: datetime) -> int:
    """Erase the accounts that nobody proved in seven days, and how many. Flushes."""
    erased = session.execute(
        sa.delete(Person).where(
            Person.confirmed_at.is_(None),
            Person.created_at <= now - KEPT_UNCONFIRMED,
            Person.role == "",
        )
    )
    return int(erased.rowcount)  # type: ignore[attr-defined]

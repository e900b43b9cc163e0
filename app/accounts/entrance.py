"""Signing in: the password, then the second step where there is one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts import passwords, tokens, totp
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.registration import person_of
from app.mail import outbox

HALF = "second-step"  # the purpose of the secrets of those who are half signed in
HALF_LASTS = timedelta(minutes=10)
WRONG = "L’adresse ou le mot de passe ne convient pas."


def find_by_password(session: Session, address: str, password: str) -> Person | None:
    """The person of that address and password, confirmed or not; None without a word why.

    It works as long for an address that nobody has. Whoever is blocked has no password. A hash of
    weaker parameters is made anew. Flushes.
    """
    person = session.scalars(by_email(address)).one_or_none()
    kept = person.password_hash if person is not None and not person.blocked_at else ""
    if not passwords.is_password(kept, password) or person is None:
        return None
    if passwords.is_outdated(kept):
        person.password_hash = passwords.hash_password(password)
        session.flush()
    return person


def begin_second_step(session: Session, person: Person, method: str, now: datetime) -> str:
    """The secret of a person half signed in, who proved `method`: it opens nothing else. Flushes.

    It ends with the next one, with a change of password, and after ten minutes.
    """
    return tokens.issue(session, HALF, str(person.id), lasts=HALF_LASTS, now=now, value=method)


def half_signed_in(session: Session, secret: str, now: datetime) -> Person:
    """Who is half signed in; NotFoundError where nobody is any more."""
    return person_of(session, tokens.look_up(session, HALF, secret, now).subject)


def warn(session: Session, person: Person, now: datetime) -> None:
    """Tell a person, once a day, that who has their password guesses their code. Flushes."""
    once = f"second-step-tried:{person.id}:{now:%Y-%m-%d}"
    outbox.queue(session, "second-step-tried", person.email, {}, now, once=once)


def finish(session: Session, secret: str, code: str, key: str, now: datetime) -> Person:
    """The person, their second step done. Flushes.

    Raises NotFoundError where they must begin again, InvalidError for a wrong code.
    """
    person = half_signed_in(session, secret, now)
    totp.prove(session, person, code, key, now)
    tokens.use(session, HALF, secret, now)
    return person

"""A password that is chosen anew: forgotten, or changed by who knows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts import passwords, sessions, throttling, tokens
from app.accounts.entrance import HALF
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.registration import CONFIRM, person_of
from app.accounts.team import RESET
from app.errors import InvalidError
from app.mail import outbox
from app.mail.texts import write_letter

LASTS = timedelta(hours=1)
NEW_EMAIL = "new-email"  # the purpose of the secrets that prove a new address
WRONG = "Ce n’est pas votre mot de passe."
NONE_YET = (
    "Votre compte n’a pas de mot de passe\u00a0: choisissez-en un par « Mot de passe oublié », "
    "puis revenez ici."
)


def request_reset(session: Session, address: str, now: datetime, *, site: str) -> None:
    """Write to that address if it has an account; the same work if it has none. Flushes."""
    person = session.scalars(by_email(address)).one_or_none()
    if person is None or person.blocked_at:
        nobody = tokens.digest(address)
        secret = tokens.issue(session, "nobody", nobody, lasts=timedelta(0), now=now)
        write_letter("password-reset", {"link": f"{site}/mot-de-passe/{secret}"})
        return
    secret = tokens.issue(session, RESET, str(person.id), lasts=LASTS, now=now)
    values = {"link": f"{site}/mot-de-passe/{secret}"}
    outbox.queue(session, "password-reset", person.email, values, now)


def whose(session: Session, secret: str, now: datetime) -> Person:
    """Who may choose a password with that secret; NotFoundError where nobody may."""
    return person_of(session, tokens.look_up(session, RESET, secret, now).subject)


def reset(session: Session, secret: str, password: str, key: str, now: datetime) -> Person:
    """The person, with that password, signed in nowhere: the letter proved their address. Flushes.

    A second step stays asked. `key` is the portal's secret: the tries on the account are forgotten,
    so that nobody keeps a person out by failing in their name. Raises NotFoundError for a secret
    that serves no more, InvalidError for a password against the rule.
    """
    person = whose(session, secret, now)
    check_rule(person, password)
    tokens.use(session, RESET, secret, now)
    person.confirmed_at = person.confirmed_at or now
    put(session, person, password, now)
    sessions.end_all(session, person.id)
    throttling.forget(session, throttling.SIGN_IN_ACCOUNT, account_key(key, person.email))
    return person


def change(session: Session, person: Person, password: str, now: datetime, *, here: int) -> None:
    """Change the password of who proved the present one; every session but `here` ends. Flushes.

    Raises InvalidError for a new one against the rule.
    """
    check_rule(person, password)
    put(session, person, password, now)
    sessions.end_all(session, person.id, but=here)


def put(session: Session, person: Person, password: str, now: datetime) -> None:
    """Keep a password, end the secrets that the one before let out, and tell the person."""
    person.password_hash = passwords.hash_password(password)
    tokens.revoke(session, str(person.id), RESET, HALF, NEW_EMAIL, CONFIRM, now=now)
    outbox.queue(session, "password-changed", person.email, {}, now)


def check_rule(person: Person, password: str) -> None:
    """Raise InvalidError, with the first reason, for a password that the person cannot choose."""
    faults = passwords.find_faults(password, email=person.email, name=person.name)
    if faults:
        raise InvalidError(faults[0])


def prove(person: Person, password: str) -> None:
    """Raise InvalidError where it is not the password of the person signed in."""
    if not person.password_hash:
        raise InvalidError(NONE_YET)
    if not passwords.is_password(person.password_hash, password):
        raise InvalidError(WRONG)


def account_key(key: str, address: str) -> str:
    """The key of the tries on an account, known or not."""
    return throttling.key_of(key, f"account:{address}")

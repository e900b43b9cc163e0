"""People that others vouch for, and those that the portal team blocks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import sessions, tokens, totp
from app.accounts.addresses import read_address
from app.accounts.models import Person
from app.accounts.names import read_name
from app.accounts.oidc import refuse_subject
from app.accounts.queries import by_email, by_subject
from app.accounts.settings import PURPOSES
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.mail import outbox

BLOCKED = "Ce compte est bloqué. Écrivez à l’équipe du portail."
OTHER_SUBJECT = (
    "Un compte existe à cette adresse, lié à une autre identité. Connectez-vous avec celle-ci, ou "
    "avec votre mot de passe."
)
NO_ADDRESS = (
    "Ce service d’identité ne donne pas d’adresse vérifiée. Connectez-vous avec votre adresse et "
    "votre mot de passe, puis reliez-le depuis votre compte."
)
TEAM_FIRST = (
    "Un compte de l’équipe du portail existe à cette adresse\u00a0: connectez-vous avec son mot de "
    "passe."
)


def sign_in_by_oidc(session: Session, subject: str, email: str, name: str, now: datetime) -> Person:
    """The person of an OpenID Connect identity, found, linked or made. Flushes.

    `subject` is unique among the providers (« issuer|sub »), already verified by the library.
    `email` is one that the provider proved, or nothing: it is asked of new subjects only.

    1. A known subject is that person, whatever the address says today.
    2. An account of the same address is linked where its address was proved here too, where no
       other subject holds it, and where it is not of the portal team: a provider, or who takes over
       a mailbox, must not open the desk. Its password and its second step stay; a letter tells.
    3. An account that nobody proved is given to who proves the address: what was typed in it, the
       password first, came from anybody, and is erased.
    4. Else an account is made, without a password.

    The caller asks for the second step where `has_totp`. Raises NotAllowedError where the account
    is blocked, of the team, or of another subject, and where nothing proves an address.
    """
    refuse_subject(subject)
    person = session.scalars(by_subject(subject)).one_or_none()
    if person is None:
        if not email:
            raise NotAllowedError(NO_ADDRESS)
        address = read_address(email)
        person = session.scalars(by_email(address)).one_or_none()
        if person is None:
            person = Person(email=address, created_at=now)
            session.add(person)
        link(session, person, subject, shown_name(name), now)
    if person.blocked_at:
        raise NotAllowedError(BLOCKED)
    return person


def link(session: Session, person: Person, subject: str, name: str, now: datetime) -> None:
    """Link a subject to the account of the same address, by the rule of `sign_in_by_oidc`."""
    if person.blocked_at:
        raise NotAllowedError(BLOCKED)
    if person.role:
        raise NotAllowedError(TEAM_FIRST)
    if person.oidc_subject:
        raise NotAllowedError(OTHER_SUBJECT)
    if person.confirmed_at:
        outbox.queue(session, "identity-linked", person.email, {}, now)
    else:
        if person.id is not None:
            tokens.revoke(session, str(person.id), *PURPOSES, now=now)
            sessions.end_all(session, person.id)
        person.password_hash, person.name, person.confirmed_at = "", name, now
    person.oidc_subject = subject
    session.flush()


def shown_name(raw: str) -> str:
    """The name that a provider gives, or nothing where it cannot be shown."""
    try:
        return read_name(raw)
    except InvalidError:
        return ""


def find(session: Session, address: str) -> Person:
    """The person of an address; NotFoundError where nobody has it."""
    person = session.scalars(by_email(read_address(address))).one_or_none()
    if person is None:
        raise NotFoundError(f"Aucun compte à l’adresse {address}.")
    return person


def block(session: Session, person: Person, now: datetime) -> None:
    """Sign a person out everywhere, and in nowhere, until `unblock`. Flushes."""
    person.blocked_at = person.blocked_at or now
    sessions.end_all(session, person.id)
    tokens.revoke(session, str(person.id), *PURPOSES, now=now)


def unblock(person: Person) -> None:
    """Let a person sign in again."""
    person.blocked_at = None


def reset_totp(session: Session, person: Person, now: datetime) -> None:
    """Take the second step away from who lost everything, once the team knows who asks. Flushes.

    Every session ends; a member of the team sets another up at the next sign-in.
    """
    totp.clear(session, person)
    sessions.end_all(session, person.id)
    outbox.queue(session, "totp-off", person.email, {}, now)

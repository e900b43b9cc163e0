"""Who an OpenID Connect provider says somebody is, and the account that it opens.

An account is tied to a subject (`issuer|sub`), never to an address, which may change hands. An
address ties a subject to an account that exists only where the provider proved it, and:

- never where another subject opens that account already;
- never where the account belongs to the portal team without a double authentication: such a person
  ties it from their own account, once signed in;
- an account whose address nobody had confirmed is emptied of its password and signed out first:
  whoever made it with somebody else's address keeps nothing of it.

What a provider proves replaces a password, never a one-time code: the caller asks for it.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.addresses import read_address
from app.accounts.models import Person
from app.errors import InvalidError, NotAllowedError
from app.imports.text import clean_line

LONGEST_SUBJECT = 255
NO_ADDRESS = (
    "Ce compte professionnel ne donne pas d’adresse vérifiée. Connectez-vous avec votre adresse et "
    "votre mot de passe, puis reliez-le depuis votre compte."
)
TIED = (
    "Un compte existe déjà, et il ne peut pas être relié ainsi. Connectez-vous avec votre adresse "
    "et votre mot de passe, puis reliez-le depuis votre compte."
)
BLOCKED = "Ce compte est suspendu."
TAKEN = "Ce compte professionnel est déjà relié à un autre compte du portail."


def sign_in_by_oidc(session: Session, subject: str, email: str, name: str, now: datetime) -> Person:
    """The person that a subject opens the account of, tied or made now if need be. Flushes.

    `subject` is `issuer|sub`; `email` an address that the provider proved, or nothing. Raises
    NotAllowedError where nothing proves whose account it would be. The caller asks for the one-time
    code of a person who has one.
    """
    refuse_subject(subject)
    person = find_by_subject(session, subject) or tie_by_address(session, subject, email, name, now)
    if person.blocked_at is not None:
        raise NotAllowedError(BLOCKED)
    person.confirmed_at = person.confirmed_at or now
    session.flush()
    return person


def tie(session: Session, person: Person, subject: str) -> None:
    """Tie a subject to the account of who is signed in. Flushes.

    Raises NotAllowedError where it opens another account.
    """
    refuse_subject(subject)
    known = find_by_subject(session, subject)
    if known is not None and known.id != person.id:
        raise NotAllowedError(TAKEN)
    person.oidc_subject = subject
    session.flush()


def untie(session: Session, person: Person) -> None:
    """Forget the subject of an account. Flushes.

    Raises NotAllowedError where there is no password: nobody could enter any more.
    """
    if not person.password_hash:
        raise NotAllowedError("Choisissez d’abord un mot de passe\u00a0: rien d’autre ne l’ouvre.")
    person.oidc_subject = None
    session.flush()


def refuse_subject(subject: str) -> None:
    """Raise InvalidError for a subject that could be cut, and so taken for another."""
    issuer, _, sub = subject.partition("|")
    if not issuer or not sub or len(subject) > LONGEST_SUBJECT:
        raise InvalidError("Le fournisseur d’identité a donné un identifiant inutilisable.")


def find_by_subject(session: Session, subject: str) -> Person | None:
    """The person of that subject."""
    return session.scalars(sa.select(Person).where(Person.oidc_subject == subject)).one_or_none()


def tie_by_address(session: Session, subject: str, email: str, name: str, now: datetime) -> Person:
    """The account of a proven address, tied to the subject; a new one where there is none."""
    if not email:
        raise NotAllowedError(NO_ADDRESS)
    address = read_address(email)
    person = session.scalars(sa.select(Person).where(Person.email == address)).one_or_none()
    if person is None:
        person = Person(email=address, created_at=now)
        session.add(person)
    elif person.oidc_subject or (person.role and not person.has_totp):
        raise NotAllowedError(TIED)
    elif person.confirmed_at is None:
        take_over(session, person)
    person.oidc_subject = subject
    person.name = person.name or clean_line(name, limit=120)
    session.flush()
    return person


def take_over(session: Session, person: Person) -> None:
    """Empty an account that nobody had confirmed, for who has just proved its address."""
    person.password_hash, person.name = "", ""
    person.totp_secret, person.totp_since = "", None
    sessions.end_all(session, person.id)

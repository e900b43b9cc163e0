"""What a person changes of their account: name, address, and leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import sessions, tokens
from app.accounts.entrance import HALF
from app.accounts.models import OneTimeToken, Person
from app.accounts.queries import by_email
from app.accounts.registration import CONFIRM, person_of
from app.accounts.resetting import NEW_EMAIL, request_reset
from app.accounts.roles import Purpose
from app.accounts.team import RESET
from app.errors import InvalidError, NotAllowedError
from app.mail import outbox

OLD_EMAIL = "old-email"  # the purpose of the secrets that take an address back
PROOF_LASTS = timedelta(hours=48)
UNDO_LASTS = timedelta(days=7)
SAME = "C’est déjà votre adresse."
TAKEN = "Cette adresse est celle d’un autre compte\u00a0: connectez-vous avec lui."
TEAM_STAYS = (
    "Vous faites partie de l’équipe du portail\u00a0: demandez d’abord à l’administration de "
    "retirer votre rôle."
)


def rename(person: Person, name: str, purpose: Purpose) -> None:
    """Change how a person is named, and what they come for."""
    person.name, person.purpose = name, purpose.value


def request_address(
    session: Session, person: Person, address: str, now: datetime, *, site: str
) -> None:
    """Ask for another address: a letter there proves it; nothing changes before. Flushes.

    Nothing tells the asker whether the address has an account; the letter does. Raises InvalidError
    for the present address.
    """
    if address == person.email:
        raise InvalidError(SAME)
    other = session.scalars(by_email(address)).one_or_none()
    if other is not None and other.confirmed_at:
        values = {"sign_in": f"{site}/connexion", "reset": f"{site}/mot-de-passe-oublie"}
        outbox.queue(session, "account-exists", address, values, now)
        return
    subject = str(person.id)
    secret = tokens.issue(session, NEW_EMAIL, subject, lasts=PROOF_LASTS, now=now, value=address)
    values = {"link": f"{site}/adresse/confirmer/{secret}"}
    outbox.queue(session, "email-new", address, values, now)


def confirm_address(session: Session, secret: str, now: datetime, *, site: str) -> Person:
    """The person, at the address that the secret proves; the one before is told. Flushes.

    Raises NotFoundError for a secret that serves no more, InvalidError where somebody proved the
    same address meanwhile.
    """
    token = tokens.use(session, NEW_EMAIL, secret, now)
    person, old = person_of(session, token.subject), ""
    old = person.email
    take(session, person, token.value)
    subject = f"{person.id}:{tokens.digest(old)[:16]}"
    undo = tokens.issue(session, OLD_EMAIL, subject, lasts=UNDO_LASTS, now=now, value=old)
    values = {"new": veil(person.email), "link": f"{site}/adresse/reprendre/{undo}"}
    outbox.queue(session, "email-changed", old, values, now)
    return person


def take_back(session: Session, secret: str, now: datetime, *, site: str) -> Person:
    """The person, back at the address that the secret names. Flushes.

    Whoever changed it knew the password: it no longer opens anything, every session ends, and a
    letter lets the person choose another. Raises NotFoundError for a secret that serves no more.
    """
    token = tokens.use(session, OLD_EMAIL, secret, now)
    person = person_of(session, token.subject.partition(":")[0])
    take(session, person, token.value)
    person.password_hash = ""
    sessions.end_all(session, person.id)
    tokens.revoke(session, str(person.id), *PURPOSES, now=now)
    request_reset(session, person.email, now, site=site)
    return person


PURPOSES = (RESET, HALF, CONFIRM, NEW_EMAIL, OLD_EMAIL)


def take(session: Session, person: Person, address: str) -> None:
    """Give a proved address to a person; an account of it that nobody proved makes room."""
    other = session.scalars(by_email(address)).one_or_none()
    if other is not None and other.id != person.id:
        if other.confirmed_at:
            raise InvalidError(TAKEN)
        session.delete(other)
        session.flush()
    person.email = address
    session.flush()


def veil(address: str) -> str:
    """« j…@exemple.fr »: enough to know one's own address, too little to learn another's."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def leave(session: Session, person: Person, now: datetime) -> None:
    """Erase an account: its sessions, codes, memberships and secrets go with it. Flushes.

    Raises NotAllowedError to the portal team, whose last member could lock everybody out.
    """
    if person.portal_role is not None:
        raise NotAllowedError(TEAM_STAYS)
    outbox.queue(session, "account-deleted", person.email, {}, now)
    number = str(person.id)
    session.execute(
        sa.delete(OneTimeToken).where(
            OneTimeToken.purpose.in_(PURPOSES),
            sa.or_(OneTimeToken.subject == number, OneTimeToken.subject.startswith(f"{number}:")),
        )
    )
    session.execute(sa.delete(Person).where(Person.id == person.id))

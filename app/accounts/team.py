"""The portal team: who is given a place in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import tokens
from app.accounts.addresses import read_address
from app.accounts.models import Person
from app.accounts.roles import PortalRole

RESET = "reset"  # the purpose of the secrets that let somebody choose a password
FIRST_LINK = timedelta(hours=24)


def create_admin(session: Session, email: str, now: datetime) -> tuple[Person, str]:
    """The admin of that address, and the secret that lets them choose a password.

    Raises InvalidError for no address. The address counts as confirmed: whoever runs the command
    runs the portal. Flushes.
    """
    address = read_address(email)
    person = session.scalars(sa.select(Person).where(Person.email == address)).one_or_none()
    if person is None:
        person = Person(email=address, created_at=now)
        session.add(person)
    person.role = PortalRole.ADMIN.value
    person.confirmed_at = person.confirmed_at or now
    session.flush()
    return person, tokens.issue(session, RESET, str(person.id), lasts=FIRST_LINK, now=now)

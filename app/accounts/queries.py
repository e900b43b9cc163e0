"""Selects on people; they hold no session."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Person


def by_email(address: str) -> sa.Select[Person]:
    """The person of an address already read by `read_address`."""
    return sa.select(Person).where(Person.email == address)


def by_subject(subject: str) -> sa.Select[Person]:
    """The person of an OpenID Connect subject."""
    return sa.select(Person).where(Person.oidc_subject == subject)


def everybody() -> sa.Select[Person]:
    """Every account, the portal team first, then by address."""
    return sa.select(Person).order_by(Person.role == "", Person.role, Person.email)

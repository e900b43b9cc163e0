"""The secret address of a member's calendar: drawn, shown once, drawn again, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.tokens import digest, draw_secret
from app.errors import NotFoundError
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.pursuits.models import PursuitFeed

CLOSED = "Ce calendrier n’existe pas, ou son adresse n’est plus valable."


@dataclass(frozen=True, kw_only=True)
class FeedOwner:
    """Whose calendar a secret opens."""

    organisation_id: int
    organisation_name: str
    person_id: int


def draw_feed(session: Session, organisation_id: int, person: Person, now: datetime) -> str:
    """A new secret for a member's calendar; the one before opens nothing any more. Flushes."""
    revoke_feed(session, organisation_id, person)
    secret = draw_secret()
    session.add(
        PursuitFeed(
            organisation_id=organisation_id,
            person_id=person.id,
            digest=digest(secret),
            created_at=now,
        )
    )
    session.flush()
    return secret


def revoke_feed(session: Session, organisation_id: int, person: Person) -> None:
    """Take the address back: it opens nothing any more. Flushes."""
    session.execute(
        sa.delete(PursuitFeed).where(
            PursuitFeed.organisation_id == organisation_id, PursuitFeed.person_id == person.id
        )
    )
    session.flush()


def find_feed(session: Session, organisation_id: int, person: Person) -> PursuitFeed | None:
    """The calendar of a member, or None where they never asked for one."""
    select = sa.select(PursuitFeed).where(
        PursuitFeed.organisation_id == organisation_id, PursuitFeed.person_id == person.id
    )
    return session.scalars(select).one_or_none()


def open_feed(session: Session, secret: str) -> FeedOwner:
    """Whose calendar it is; NotFoundError for any other secret, and for who is no member now."""
    select = (
        sa.select(PursuitFeed.organisation_id, Organisation.name, PursuitFeed.person_id)
        .join(Organisation, Organisation.id == PursuitFeed.organisation_id)
        .join(Person, Person.id == PursuitFeed.person_id)
        .join(
            Membership,
            sa.and_(
                Membership.organisation_id == PursuitFeed.organisation_id,
                Membership.person_id == PursuitFeed.person_id,
            ),
        )
        .where(PursuitFeed.digest == digest(secret), Person.blocked_at.is_(None))
    )
    found = session.execute(select).one_or_none()
    if found is None:
        raise NotFoundError(CLOSED)
    return FeedOwner(organisation_id=found[0], organisation_name=found[1], person_id=found[2])

"""Create, renew and close announcements. All of this flushes and never commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.audit.services import record
from app.errors import InvalidError, NotFoundError
from app.imports.text import slugify
from app.premises import queries
from app.premises.fields import PremisesRecord
from app.premises.kinds import PremisesStatus
from app.premises.models import Premises

KEPT = timedelta(days=90)  # how long an announcement stands unless it is renewed
SUBJECT = "premises"
TEAM = "équipe du portail"


def get_premises(session: Session, slug: str) -> Premises:
    """The announcement of that address, or NotFoundError."""
    found = session.scalar(queries.by_slug(slug))
    if found is None:
        raise NotFoundError("Aucune annonce de local ne porte cette adresse.")
    return found


def create(
    session: Session, item: PremisesRecord, now: datetime, *, origin: str, is_demo: bool = False
) -> Premises:
    """A new announcement, which stands for `KEPT`."""
    made = Premises(
        slug=choose_slug(session, item),
        title=item.title,
        direction=item.direction.value,
        uses=tuple(use.value for use in item.uses),
        surface_min=item.surface_min,
        surface_max=item.surface_max,
        lease=item.lease.value,
        rent=item.rent,
        access=item.access.value,
        available_from=item.available_from,
        available_until=item.available_until,
        territory_code=item.territory_code,
        owner=item.owner.value,
        description=item.description,
        status=PremisesStatus.OPEN.value,
        expires_at=now + KEPT,
        origin=origin,
        is_demo=is_demo,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    return made


def choose_slug(session: Session, item: PremisesRecord) -> str:
    """A readable, unique piece of URL."""
    base = slugify(item.title, limit=100)
    if base in {"", "proposer"}:  # an address of the portal's own
        base = f"local-{base}".rstrip("-")
    taken = set(session.scalars(queries.slugs_like(base)))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def close(session: Session, slug: str, now: datetime) -> Premises:
    """Show an announcement no more; NotFoundError, or InvalidError where it is closed already."""
    found = get_premises(session, slug)
    if found.status == PremisesStatus.CLOSED:
        raise InvalidError("Cette annonce est déjà close.")
    found.status, found.updated_at = PremisesStatus.CLOSED.value, now
    changes: dict[str, list[object]] = {"status": [PremisesStatus.OPEN, PremisesStatus.CLOSED]}
    record(session, (SUBJECT, slug), changes, author=TEAM, now=now)
    return found


def renew(session: Session, slug: str, now: datetime) -> Premises:
    """Let an announcement stand for `KEPT` from that instant, even one that was closed."""
    found = get_premises(session, slug)
    before = [found.status, found.expires_at.isoformat()]
    found.status, found.expires_at = PremisesStatus.OPEN.value, now + KEPT
    found.updated_at = now
    after = [found.status, found.expires_at.isoformat()]
    changes: dict[str, list[object]] = {"standing": [before, after]}
    record(session, (SUBJECT, slug), changes, author=TEAM, now=now)
    session.flush()
    return found

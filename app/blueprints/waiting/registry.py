"""The kinds of things that wait; a new one is its module and one line here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.blueprints.waiting import (
    joinings,
    letters,
    needs,
    networks,
    paused,
    proposals,
    proximities,
    relays,
    reports,
    republications,
    sheets,
    sirets,
)
from app.blueprints.waiting.kind import Waiting

KINDS: tuple[Waiting, ...] = (
    joinings.WAITING,
    sirets.WAITING,
    networks.WAITING,
    needs.WAITING,
    relays.WAITING,
    proposals.WAITING,
    reports.WAITING,
    republications.WAITING,
    letters.WAITING,
    paused.WAITING,
    proximities.WAITING,
    sheets.ACTORS,
    sheets.SCHEMES,
)


def kinds_for(role: PortalRole | None) -> tuple[Waiting, ...]:
    """The kinds that a role sees."""
    return tuple(kind for kind in KINDS if kind.is_for(role))


def count_each(session: Session, kinds: tuple[Waiting, ...]) -> dict[str, int]:
    """How many of each kind wait, by its key, in one statement."""
    if not kinds:
        return {}
    columns = [kind.count().scalar_subquery().label(kind.key) for kind in kinds]
    row = session.execute(sa.select(*columns)).one()
    return {kind.key: int(number) for kind, number in zip(kinds, row, strict=True)}


def count_aged(session: Session, role: PortalRole | None) -> int:
    """How many things of the queue wait for a role; what is only counted has no place in it."""
    aged = tuple(kind for kind in kinds_for(role) if kind.item is not None)
    return sum(count_each(session, aged).values())

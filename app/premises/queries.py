"""Selects on premises; they hold no session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

import sqlalchemy as sa

from app.extensions import has_word
from app.premises.kinds import Direction, PremisesStatus, Use
from app.premises.models import Premises

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class PremisesCriteria:
    """What the list is asked for; an empty part asks for nothing. `surface_min` is in m²."""

    direction: Direction | None = None
    uses: tuple[Use, ...] = ()
    territories: frozenset[str] = frozenset()
    surface_min: float | None = None


def announcements(criteria: PremisesCriteria, now: datetime) -> sa.Select[Premises]:
    """The announcements that stand, the latest first."""
    select = narrow(sa.select(Premises), criteria, now)
    return select.order_by(Premises.created_at.desc(), Premises.id.desc())


def count(criteria: PremisesCriteria, now: datetime) -> sa.Select[int]:
    """How many announcements stand."""
    return narrow(sa.select(sa.func.count(Premises.id)), criteria, now)


def by_slug(slug: str) -> sa.Select[Premises]:
    """The announcement of that address."""
    return sa.select(Premises).where(Premises.slug == slug)


def everything() -> sa.Select[Premises]:
    """All announcements, in a stable order."""
    return sa.select(Premises).order_by(Premises.id)


def slugs_like(base: str) -> sa.Select[str]:
    """The slugs that begin like that one."""
    return sa.select(Premises.slug).where(Premises.slug.startswith(base, autoescape=True))


def places(
    criteria: PremisesCriteria, now: datetime
) -> sa.Select[str, str, str, tuple[str, ...], str]:
    """What the map shows of each announcement that stands: a row of columns, no object."""
    columns = (
        Premises.slug, Premises.title, Premises.direction, Premises.uses, Premises.territory_code,
    )  # fmt: skip
    return narrow(sa.select(*columns), criteria, now).order_by(Premises.id)


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever an announcement does."""
    return sa.select(sa.func.count(Premises.id), sa.func.max(Premises.updated_at))


def narrow(
    select: sa.Select[*Columns], criteria: PremisesCriteria, now: datetime
) -> sa.Select[*Columns]:
    """The select, kept to the announcements asked for.

    One whose surface is unknown may be large enough: it stays.
    """
    select = select.where(Premises.status == PremisesStatus.OPEN.value, Premises.expires_at > now)
    if criteria.direction is not None:
        select = select.where(Premises.direction == criteria.direction.value)
    if criteria.uses:
        select = select.where(has_word(Premises.uses, criteria.uses))
    if criteria.territories:
        select = select.where(Premises.territory_code.in_(sorted(criteria.territories)))
    if criteria.surface_min is not None:
        largest = sa.func.coalesce(Premises.surface_max, Premises.surface_min)
        select = select.where(sa.or_(largest >= criteria.surface_min, largest.is_(None)))
    return select

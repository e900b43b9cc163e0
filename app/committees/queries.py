"""Selects on committees; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from app import territories
from app.committees.models import Committee


def every_committee() -> sa.Select[Committee]:
    """Every committee, of yesterday too, in a stable order."""
    return sa.select(Committee).order_by(
        Committee.territory, Committee.kind, Committee.valid_from, Committee.slug
    )


def by_slug(slug: str) -> sa.Select[Committee]:
    """The committee of that address."""
    return sa.select(Committee).where(Committee.slug == slug)


def by_slugs(slugs: Collection[str]) -> sa.Select[Committee]:
    """The committees of these addresses."""
    return every_committee().where(Committee.slug.in_(slugs))


def of_territory(code: str, day: date) -> sa.Select[Committee]:
    """The committees in force that day that cover a territory: its own, and those of what holds it.

    A date nobody knows is no limit; a territory of unknown code has none.
    """
    place = territories.find_code(code)
    codes = [p.code for p in (place, *territories.ancestors(place.code))] if place else []
    return in_force(day).where(Committee.territory.in_(codes))


def in_force(day: date) -> sa.Select[Committee]:
    """The committees in force that day."""
    return every_committee().where(
        sa.or_(Committee.valid_from.is_(None), Committee.valid_from <= day),
        sa.or_(Committee.valid_to.is_(None), Committee.valid_to >= day),
    )


def around(committee: Committee) -> sa.Select[Committee]:
    """What it replaced, what replaced it, and the others of its territory."""
    return every_committee().where(
        Committee.slug != committee.slug,
        sa.or_(
            Committee.successor == committee.slug,
            Committee.slug == committee.successor,
            Committee.territory == committee.territory,
        ),
    )


def stamp() -> sa.Select[int, datetime]:
    """How many committees, and when the last one changed."""
    return sa.select(sa.func.count(Committee.id), sa.func.max(Committee.updated_at))

"""Selects on the sheets of actors; they hold no session."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.stakeholders.models import Stakeholder


def everything() -> sa.Select[Stakeholder]:
    """Every sheet, by slug. Some hundreds: the directory is read whole."""
    return sa.select(Stakeholder).order_by(Stakeholder.slug)


def by_slugs(wanted: Sequence[str]) -> sa.Select[Stakeholder]:
    """These sheets."""
    return everything().where(Stakeholder.slug.in_(wanted))


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever a sheet does."""
    return sa.select(sa.func.count(Stakeholder.id), sa.func.max(Stakeholder.updated_at))

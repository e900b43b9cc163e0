"""Selects that count who works in which sectors; they hold no session."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.matching.kinds import SiaeKind
from app.siae.models import Activity, Siae


def by_kind_and_department(sectors: Collection[str]) -> sa.Select[SiaeKind, str | None, int]:
    """How many structures of each kind work in these sectors, by the département of their seat.

    The département is null where nobody knows it.
    """
    working = sa.select(Activity.siae_id).where(Activity.sector.in_(sorted(sectors)))
    return (
        sa.select(Siae.kind, Siae.department_code, sa.func.count(Siae.id))
        .where(Siae.id.in_(working))
        .group_by(Siae.kind, Siae.department_code)
    )


def activities(sectors: Collection[str]) -> sa.Select[int, int, int]:
    """How many activities these sectors have, how many are only inferred, and with a capacity."""
    inferred = sa.func.count(sa.case((Activity.is_inferred.is_(True), 1)))
    measured = sa.func.count(Activity.capacity_fte)
    return sa.select(sa.func.count(Activity.id), inferred, measured).where(
        Activity.sector.in_(sorted(sectors))
    )


def structures_by_sector() -> sa.Select[str, int]:
    """How many structures work in each sector."""
    count = sa.func.count(Activity.siae_id.distinct())
    return sa.select(Activity.sector, count).group_by(Activity.sector)


def foremost(sectors: Collection[str], most: int) -> sa.Select[Siae]:
    """Some structures of these sectors, with all that a card needs.

    First those that declare the activity themselves, then those with the largest capacity known.
    """
    work = (
        sa.select(
            Activity.siae_id,
            sa.func.min(sa.case((Activity.is_inferred.is_(True), 1), else_=0)).label("guessed"),
            sa.func.max(Activity.capacity_fte).label("capacity"),
        )
        .where(Activity.sector.in_(sorted(sectors)))
        .group_by(Activity.siae_id)
        .subquery()
    )
    return (
        sa.select(Siae)
        .join(work, work.c.siae_id == Siae.id)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
        .order_by(work.c.guessed, work.c.capacity.desc().nulls_last(), Siae.sort_name, Siae.id)
        .limit(most)
    )

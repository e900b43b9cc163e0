"""Selects on contracts awarded; they hold no session. Every order has a last word: the id."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.awards.durations import add_months
from app.awards.models import Award, AwardSector
from app.clock import to_paris

SOONEST, LATEST = 3, 9  # months before its end when a contract is being prepared again
NEWEST = (Award.notified_on.desc().nulls_last(), Award.id.desc())


def with_details(select: sa.Select[Award]) -> sa.Select[Award]:
    """The same, each award with its holders and its sectors."""
    return select.options(selectinload(Award.holders), selectinload(Award.sectors))


def by_reference(reference: str) -> sa.Select[Award]:
    """The award of that public id, whole."""
    return with_details(sa.select(Award).where(Award.reference == reference))


def of_buyer(siret: str) -> sa.Select[Award]:
    """What a buyer awarded, the newest first."""
    return sa.select(Award).where(Award.buyer_siret == siret).order_by(*NEWEST)


def clause_practice(
    siret: str,
) -> sa.Select[int | None, int, int, int, int, int, int]:
    """How a buyer uses clauses: a row per year of notification, the newest first, unknown last.

    Columns: `year`, `total`, `known` (a consideration is declared, be it none), `reserved`,
    `clause`, `criterion`, `none`. One contract may count in several. What a buyer declares for all
    his contracts alike may be a default of his software.
    """
    year = sa.cast(sa.extract("year", Award.notified_on), sa.Integer).label("year")
    social = sa.or_(Award.is_reserved, Award.has_clause, Award.has_criterion)
    return (
        sa.select(
            year,
            sa.func.count(Award.id).label("total"),
            count_if(Award.is_social_known).label("known"),
            count_if(Award.is_reserved).label("reserved"),
            count_if(Award.has_clause).label("clause"),
            count_if(Award.has_criterion).label("criterion"),
            count_if(sa.and_(Award.is_social_known, sa.not_(social))).label("none"),
        )
        .where(Award.buyer_siret == siret)
        .group_by(year)
        .order_by(year.desc().nulls_last())
    )


def count_if(condition: sa.SQLColumnExpression[bool]) -> sa.ColumnElement[int]:
    """How many rows of a group meet a condition."""
    return sa.func.count(sa.case((condition, 1)))


def similar(
    sectors: Collection[str], territories: Collection[str], buyer_siret: str = ""
) -> sa.Select[Award]:
    """Contracts of one of these sectors, in one of these territories or of that buyer.

    The newest first. Without sectors, all those of these places and of that buyer; without places
    nor buyer, all those of the sectors; nothing asked finds nothing. `territories` are codes, those
    containing and those inside the places wanted.
    """
    where: list[sa.ColumnElement[bool]] = []
    if territories:
        where.append(Award.territory.in_(sorted(territories)))
    if buyer_siret:
        where.append(Award.buyer_siret == buyer_siret)
    select = sa.select(Award).order_by(*NEWEST)
    if not where and not sectors:
        return select.where(sa.false())
    if where:
        select = select.where(sa.or_(*where))
    return select.where(in_sectors(sectors)) if sectors else select


def renewals(
    now: datetime,
    sectors: Collection[str] = (),
    territories: Collection[str] = (),
    *,
    is_social: bool | None = None,
) -> sa.Select[Award]:
    """Contracts that end in 3 to 9 months, the soonest first: their buyers prepare the next ones.

    An empty part asks for nothing. `is_social` keeps those with a clause, a criterion or a
    reservation (True), or those without or unknown (False).
    """
    today = to_paris(now).date()
    first, last = add_months(today, SOONEST), add_months(today, LATEST)
    select = (
        sa.select(Award)
        .where(Award.ends_on >= first, Award.ends_on <= last)
        .order_by(Award.ends_on, Award.id)
    )
    if sectors:
        select = select.where(in_sectors(sectors))
    if territories:
        select = select.where(Award.territory.in_(sorted(territories)))
    if is_social is not None:
        social = sa.or_(Award.is_reserved, Award.has_clause, Award.has_criterion)
        select = select.where(social if is_social else sa.not_(social))
    return select


def usual_sectors(siret: str) -> sa.Select[str, int]:
    """The sectors a buyer buys in, with how many contracts each, the most usual first.

    Only the surest sector of each contract counts.
    """
    count = sa.func.count(Award.id)
    return (
        sa.select(AwardSector.sector, count)
        .join(Award, Award.id == AwardSector.award_id)
        .where(Award.buyer_siret == siret, AwardSector.position == 0)
        .group_by(AwardSector.sector)
        .order_by(count.desc(), AwardSector.sector)
    )


def in_sectors(sectors: Collection[str]) -> sa.ColumnElement[bool]:
    """Of one of these sectors at least."""
    found = sa.select(AwardSector.award_id).where(AwardSector.sector.in_(sorted(sectors)))
    return Award.id.in_(found)


def total(select: sa.Select[Any]) -> sa.Select[int]:
    """How many rows a select gives."""
    return sa.select(sa.func.count()).select_from(select.order_by(None).subquery())


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever an award does."""
    return sa.select(sa.func.count(Award.id), sa.func.max(Award.updated_at))

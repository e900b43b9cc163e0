"""Selects that count the consultations and the contracts of a territory; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.awards.models import Award
from app.awards.queries import count_if
from app.clock import PARIS
from app.portraits.places import Reach
from app.portraits.queries import distinct_if, group_of
from app.tenders.models import Clause, Consultation, Lot, LotSector, LotTerritory
from app.tenders.records import ClauseKind

STRONG = (
    ClauseKind.RESERVED,
    ClauseKind.EXECUTION,
    ClauseKind.CRITERION,
    ClauseKind.INSERTION_OBJECT,
)
"""The clauses that bind; a weak mention is to be verified and counts for nothing here."""


def recent(since: date) -> sa.ColumnElement[bool]:
    """Published since that day, or still open after it."""
    start = datetime(since.year, since.month, since.day, tzinfo=PARIS)
    return sa.or_(Consultation.published_on >= since, Consultation.deadline_at >= start)


def has_clause(*kinds: ClauseKind) -> sa.ColumnElement[bool]:
    """With a clause of one of these kinds."""
    return Consultation.id.in_(sa.select(Clause.consultation_id).where(Clause.kind.in_(kinds)))


def consultations(reach: Reach, since: date) -> sa.Select[int, int, int, int, int, int, int]:
    """The recent consultations by the place of their lots, one row.

    Columns: `here`, `social`, `reserved`, `demo` for lots inside the territory; `wide` those of a
    wider place only; `region` and `social_region` for the région.
    """
    placed = (
        sa.select(
            Consultation.id.label("id"),
            Consultation.is_demo.label("is_demo"),
            has_clause(*STRONG).label("is_social"),
            has_clause(ClauseKind.RESERVED).label("is_reserved"),
            any_in(reach.inside).label("is_here"),
            any_in(reach.around).label("is_wide"),
            any_in(reach.region).label("is_region"),
        )
        .join(Lot, Lot.consultation_id == Consultation.id)
        .join(LotTerritory, LotTerritory.lot_id == Lot.id)
        .where(recent(since), in_codes(LotTerritory.territory, reach.region | reach.around))
        .group_by(Consultation.id)
        .subquery()
    )
    column, is_here = placed.c, placed.c.is_here == 1
    return sa.select(
        count_if(is_here).label("here"),
        count_if(sa.and_(is_here, column.is_social)).label("social"),
        count_if(sa.and_(is_here, column.is_reserved)).label("reserved"),
        count_if(sa.and_(is_here, column.is_demo)).label("demo"),
        count_if(sa.and_(column.is_here == 0, column.is_wide == 1)).label("wide"),
        count_if(column.is_region == 1).label("region"),
        count_if(sa.and_(column.is_region == 1, column.is_social)).label("social_region"),
    )


def any_in(codes: Collection[str]) -> sa.ColumnElement[int]:
    """1 where one of the rows of a group is in these places, else 0."""
    return sa.func.max(sa.case((in_codes(LotTerritory.territory, codes), 1), else_=0))


def in_codes(column: sa.SQLColumnExpression[Any], codes: Collection[str]) -> sa.ColumnElement[bool]:
    """That a code is one of these."""
    return column.in_(sorted(codes))


def tender_groups(reach: Reach, since: date) -> sa.Select[str, int, int, int]:
    """The recent consultations by group of sectors; one of two groups counts in both.

    Columns: `group` (a slug, empty where the taxonomy forgot the sector), `here`, `social`,
    `region`.
    """
    is_here = in_codes(LotTerritory.territory, reach.inside)
    group = group_of(LotSector.sector).label("group")
    return (
        sa.select(
            group,
            distinct_if(is_here, Consultation.id).label("here"),
            distinct_if(sa.and_(is_here, has_clause(*STRONG)), Consultation.id).label("social"),
            sa.func.count(Consultation.id.distinct()).label("region"),
        )
        .join(Lot, Lot.consultation_id == Consultation.id)
        .join(LotSector, LotSector.lot_id == Lot.id)
        .join(LotTerritory, LotTerritory.lot_id == Lot.id)
        .where(recent(since), in_codes(LotTerritory.territory, reach.region))
        .group_by("group")
    )


def buyers(reach: Reach, since: date) -> sa.Select[str, str, int, int]:
    """Who published most of the recent consultations of the territory.

    Columns: `name`, `siret` (empty where no notice gives it), `number`, `social`. Notices without a
    buyer's name count for nobody.
    """
    placed = (
        sa.select(Lot.consultation_id)
        .join(LotTerritory, LotTerritory.lot_id == Lot.id)
        .where(in_codes(LotTerritory.territory, reach.inside))
    )
    count, name = sa.func.count(Consultation.id), sa.func.max(Consultation.buyer_name)
    return (
        sa.select(
            name.label("name"),
            sa.func.max(Consultation.buyer_siret).label("siret"),
            count.label("number"),
            count_if(has_clause(*STRONG)).label("social"),
        )
        .where(recent(since), Consultation.id.in_(placed), Consultation.buyer_key != "")
        .group_by(Consultation.buyer_key)
        .order_by(count.desc(), name)
    )


def awards(reach: Reach, since: date, until: date) -> sa.Select[Any]:
    """The contracts notified between two days, one row.

    Columns: `here`, `amount` (euros before tax, those known), `amounts` (how many are), `known` (a
    consideration is declared, be it none), `social`; `region`, `known_region`, `social_region`;
    `newest` the last notification known of the archive, whatever its place.
    """
    is_here = in_codes(Award.territory, reach.inside)
    is_social = sa.or_(Award.is_reserved, Award.has_clause, Award.has_criterion)
    newest = sa.select(sa.func.max(Award.notified_on)).where(Award.notified_on <= until)
    return sa.select(
        count_if(is_here).label("here"),
        sa.func.coalesce(sa.func.sum(sa.case((is_here, Award.amount))), 0).label("amount"),
        sa.func.count(sa.case((is_here, Award.amount))).label("amounts"),
        count_if(sa.and_(is_here, Award.is_social_known)).label("known"),
        count_if(sa.and_(is_here, is_social)).label("social"),
        sa.func.count(Award.id).label("region"),
        count_if(Award.is_social_known).label("known_region"),
        count_if(is_social).label("social_region"),
        newest.scalar_subquery().label("newest"),
    ).where(
        Award.notified_on >= since,
        Award.notified_on <= until,
        in_codes(Award.territory, reach.region),
    )

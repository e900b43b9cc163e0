"""Selects that count structures by place, kind and group of sectors; they hold no session."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app import sectors
from app.awards.queries import count_if
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.siae import queries as siae_queries
from app.siae.models import Activity, Siae


def cells(
    region: Collection[str],
) -> sa.Select[str | None, str | None, SiaeKind, int, int | None, int, int]:
    """The structures of the région by commune, département and kind.

    Columns: `commune`, `department`, `kind`, `number`, `places` (authorised, summed), `known` (how
    many say their places), `demo` (how many are fictional).
    """
    return (
        sa.select(
            Siae.commune_code.label("commune"),
            Siae.department_code.label("department"),
            Siae.kind.label("kind"),
            sa.func.count(Siae.id).label("number"),
            sa.func.coalesce(sa.func.sum(Siae.capacity_places), 0).label("places"),
            sa.func.count(Siae.capacity_places).label("known"),
            count_if(Siae.is_demo).label("demo"),
        )
        .where(siae_queries.within(region, region))
        .group_by(Siae.commune_code, Siae.department_code, Siae.kind)
    )


def groups(inside: Collection[str], region: Collection[str]) -> sa.Select[str, bool, int, int, int]:
    """The structures by group of sectors, SIAE apart from the others.

    Columns: `group` (a slug, empty where the taxonomy forgot the sector), `is_siae`, `here`,
    `declared` (those here that say so themselves), `all` in the région. A structure of two groups
    counts in both.
    """
    is_here = siae_queries.within(inside, inside)
    is_declared = sa.and_(is_here, Activity.is_inferred.is_(False))
    group = group_of(Activity.sector).label("group")
    is_siae = Siae.kind.in_(SIAE_KINDS).label("is_siae")
    return (
        sa.select(
            group,
            is_siae,
            distinct_if(is_here, Siae.id).label("here"),
            distinct_if(is_declared, Siae.id).label("declared"),
            sa.func.count(Siae.id.distinct()).label("all"),
        )
        .join(Siae, Siae.id == Activity.siae_id)
        .where(siae_queries.within(region, region))
        .group_by("group", "is_siae")
    )


def capacities(
    inside: Collection[str], region: Collection[str]
) -> sa.Select[float, int, int, float, int]:
    """What the SIAE declare, one row: full-time equivalents, by how many, and who says its sector.

    Columns: `fte`, `fte_known`, `described` for the territory, then `fte_all`, `fte_known_all` for
    the région.
    """
    is_here = siae_queries.within(inside, inside)
    is_known = Activity.capacity_fte.is_not(None)
    fte_here = sa.case((is_here, Activity.capacity_fte))
    return (
        sa.select(
            sa.func.coalesce(sa.func.sum(fte_here), 0).label("fte"),
            distinct_if(sa.and_(is_here, is_known), Siae.id).label("fte_known"),
            distinct_if(is_here, Siae.id).label("described"),
            sa.func.coalesce(sa.func.sum(Activity.capacity_fte), 0).label("fte_all"),
            distinct_if(is_known, Siae.id).label("fte_known_all"),
        )
        .join(Siae, Siae.id == Activity.siae_id)
        .where(siae_queries.within(region, region), Siae.kind.in_(SIAE_KINDS))
    )


def areas_from_outside(
    inside: Collection[str],
) -> sa.Select[int, list[str] | None, float | None, bool, float | None, float | None]:
    """The areas declared by structures that have their address elsewhere, each once.

    Columns: `siae_id`, `zones`, `radius_km`, `is_nationwide`, `latitude`, `longitude`.
    """
    has_area = sa.or_(
        Activity.zones.is_not(None), Activity.radius_km.is_not(None), Activity.is_nationwide
    )
    is_here = sa.func.coalesce(siae_queries.within(inside, inside), sa.false())
    return (
        sa.select(
            Activity.siae_id,
            Activity.zones,
            Activity.radius_km,
            Activity.is_nationwide,
            Siae.latitude,
            Siae.longitude,
        )
        .join(Siae, Siae.id == Activity.siae_id)
        .where(has_area, sa.not_(is_here))
        .order_by(Activity.siae_id, Activity.id)
    )


def group_of(column: sa.SQLColumnExpression[str]) -> sa.ColumnElement[str]:
    """The group of a sector; empty where the taxonomy forgot it."""
    known = {sector.slug: sector.group for sector in sectors.sectors()}
    return sa.case(known, value=column, else_="")


def distinct_if(
    condition: sa.ColumnElement[bool], column: sa.SQLColumnExpression[int]
) -> sa.ColumnElement[int]:
    """How many different values of a column, among the rows that meet a condition."""
    return sa.func.count(sa.case((condition, column)).distinct())

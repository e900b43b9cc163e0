"""Selects on structures; they hold no session."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians
from typing import Any, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.matching.kinds import SiaeKind
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.territories import Point

Columns = TypeVarTuple("Columns")
KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km


class SiaeOrder(StrEnum):
    """How the directory is sorted."""

    NAME = "nom"
    RELEVANCE = "pertinence"
    DISTANCE = "distance"


@dataclass(frozen=True, kw_only=True)
class SiaeCriteria:
    """What the directory is asked for; an empty part asks for nothing.

    `communes` (and arrondissements: codes of wider places match nothing there) and `departments`
    are the places wanted, either of them; `centres` and `radius_km` discs instead; `slugs` what a
    full-text search found, the best first.
    """

    kinds: tuple[SiaeKind, ...] = ()
    sectors: tuple[str, ...] = ()
    communes: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    centres: tuple[Point, ...] = ()
    radius_km: float | None = None
    slugs: Sequence[str] | None = None
    order: SiaeOrder = SiaeOrder.NAME


def directory(criteria: SiaeCriteria) -> sa.Select[Siae]:
    """The structures asked for, in order, each with its organisation and activities."""
    return (
        narrow(sa.select(Siae), criteria)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
        .order_by(*order_of(criteria), Siae.sort_name, Siae.id)
    )


def places(
    criteria: SiaeCriteria,
) -> sa.Select[int, SiaeKind, str, str, str, str, float, float]:
    """What the map shows of each structure asked for: a row of columns, no object."""
    columns = (
        Siae.id, Siae.kind, Siae.slug, Siae.name, Siae.brand, Siae.city,
        Siae.latitude, Siae.longitude,
    )  # fmt: skip
    return narrow(sa.select(*columns), criteria).where(Siae.latitude.is_not(None)).order_by(Siae.id)  # type: ignore[return-value]


def slugs(criteria: SiaeCriteria) -> sa.Select[str]:
    """The slugs of the structures asked for, in no order."""
    return narrow(sa.select(Siae.slug), criteria)


def by_slugs(wanted: Sequence[str]) -> sa.Select[Siae]:
    """These structures, each with its organisation and activities, in no order."""
    return (
        sa.select(Siae)
        .where(Siae.slug.in_(wanted))
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
    )


def by_numbers(wanted: Sequence[int]) -> sa.Select[Siae]:
    """The structures of these ids, each with its organisation, by name."""
    return (
        sa.select(Siae)
        .where(Siae.id.in_(wanted))
        .options(joinedload(Siae.organisation))
        .order_by(Siae.sort_name, Siae.id)
    )


def kind_counts(criteria: SiaeCriteria) -> sa.Select[SiaeKind, int]:
    """How many structures of each kind the other filters leave."""
    return narrow(sa.select(Siae.kind, sa.func.count()), criteria, skip_kinds=True).group_by(
        Siae.kind
    )


def of_organisation(organisation_id: int) -> sa.Select[Siae]:
    """The profiles of one establishment, by kind."""
    return sa.select(Siae).where(Siae.organisation_id == organisation_id).order_by(Siae.kind)


def of_person(person_id: int) -> sa.Select[Siae]:
    """The profiles of the organisations of a person, each with its organisation, by name."""
    mine = sa.select(Membership.organisation_id).where(Membership.person_id == person_id)
    return (
        sa.select(Siae)
        .where(Siae.organisation_id.in_(mine))
        .options(joinedload(Siae.organisation))
        .order_by(Siae.sort_name, Siae.id)
    )


def of_siret(siret: str) -> sa.Select[Siae]:
    """The profiles of an establishment, by its SIRET, with all a match needs."""
    return (
        sa.select(Siae)
        .join(Siae.organisation)
        .where(Organisation.siret == siret)
        .options(contains_eager(Siae.organisation), selectinload(Siae.activities))
        .order_by(Siae.id)
    )


def everything() -> sa.Select[Siae]:
    """All structures with their activities, in a stable order: for indexes and profiles."""
    return (
        sa.select(Siae)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
        .order_by(Siae.id)
    )


def stamp() -> sa.Select[int, object]:
    """Two values that change whenever a structure does."""
    return sa.select(sa.func.count(Siae.id), sa.func.max(Siae.updated_at))


def narrow(
    select: sa.Select[*Columns], criteria: SiaeCriteria, *, skip_kinds: bool = False
) -> sa.Select[*Columns]:
    """The select, kept to the structures asked for."""
    if criteria.kinds and not skip_kinds:
        select = select.where(Siae.kind.in_(criteria.kinds))
    if criteria.sectors:
        select = select.where(
            Siae.id.in_(sa.select(Activity.siae_id).where(Activity.sector.in_(criteria.sectors)))
        )
    if criteria.communes or criteria.departments:
        select = select.where(within(criteria.communes, criteria.departments))
    if criteria.centres and criteria.radius_km is not None:
        discs = (around(centre, criteria.radius_km) for centre in criteria.centres)
        select = select.where(sa.or_(*discs))
    if criteria.slugs is not None:
        select = select.where(Siae.slug.in_(criteria.slugs))
    return select


def within(communes: Collection[str], departments: Collection[str]) -> sa.ColumnElement[bool]:
    """In one of these communes or départements."""
    return sa.or_(
        Siae.commune_code.in_(sorted(communes)),
        Siae.department_code.in_(sorted(departments)),
    )


def around(centre: Point, radius_km: float) -> sa.ColumnElement[bool]:
    """Inside a disc; the box around it lets the index work first."""
    tall = radius_km / KM_PER_DEGREE
    wide = tall / max(0.1, cos(radians(centre.lat)))
    return sa.and_(
        Siae.latitude.between(centre.lat - tall, centre.lat + tall),
        Siae.longitude.between(centre.lon - wide, centre.lon + wide),
        square_distance(centre) <= tall * tall,
    )


def square_distance(centre: Point) -> sa.ColumnElement[float | None]:
    """The squared distance in degrees of latitude: flat, right to 0.1 % inside the region.

    Null where the structure has no point.
    """
    shrink = cos(radians(centre.lat)) ** 2
    north = Siae.latitude - centre.lat
    east = Siae.longitude - centre.lon
    return north * north + east * east * shrink


def order_of(criteria: SiaeCriteria) -> tuple[sa.ColumnElement[Any], ...]:
    """The first sort keys; name and id follow."""
    if criteria.order is SiaeOrder.DISTANCE and criteria.centres:
        # Where a point is unknown the distance is null, which SQLite would put first.
        return (square_distance(criteria.centres[0]).nulls_last(),)
    return ()

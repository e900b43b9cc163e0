"""What a network reads of its members: how many, what they are, where, in which sectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app import sectors, territories
from app.organisations.networks import NetworkPlace, PlaceState
from app.siae.models import Siae

Row = tuple[str, int]
NOWHERE = "Département inconnu"


@dataclass(frozen=True, kw_only=True)
class NetworkFigures:
    """Counts of structures, the biggest first.

    `capacity_fte` is the sum of what their activities declare, in full-time equivalents, and
    `declared` how many declare some; `places` the authorised places of the ESAT.
    """

    organisations: int
    structures: tuple[Siae, ...]
    kinds: tuple[Row, ...]
    departments: tuple[Row, ...]
    sectors: tuple[Row, ...]
    capacity_fte: float
    declared: int
    places: int


def of_network(network_id: int) -> sa.Select[Siae]:
    """The structures of the organisations that agreed to belong to a network, by name."""
    agreed = sa.select(NetworkPlace.organisation_id).where(
        NetworkPlace.network_id == network_id, NetworkPlace.state == PlaceState.AGREED.value
    )
    return (
        sa.select(Siae)
        .where(Siae.organisation_id.in_(agreed))
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
        .order_by(Siae.sort_name, Siae.id)
    )


def read_figures(session: Session, network_id: int) -> NetworkFigures:
    """The figures of a network, as its members stand now."""
    structures = tuple(session.scalars(of_network(network_id)))
    agreed = sa.select(sa.func.count(NetworkPlace.id)).where(
        NetworkPlace.network_id == network_id, NetworkPlace.state == PlaceState.AGREED.value
    )
    with_capacity = [one for one in structures if capacity_of(one)]
    return NetworkFigures(
        organisations=session.scalars(agreed).one(),
        structures=structures,
        kinds=rank(one.kind.label for one in structures),
        departments=rank(department_of(one) for one in structures),
        sectors=rank(name for one in structures for name in sectors_of(one)),
        capacity_fte=sum(capacity_of(one) for one in with_capacity),
        declared=len(with_capacity),
        places=sum(one.capacity_places or 0 for one in structures),
    )


def rank(words: Iterable[str]) -> tuple[Row, ...]:
    """How often each word comes, the most frequent first, then by name."""
    return tuple(sorted(Counter(words).items(), key=lambda row: (-row[1], row[0])))


def department_of(siae: Siae) -> str:
    """The département of a structure, in words."""
    place = territories.find(siae.department_code) if siae.department_code else None
    return place.label if place else (siae.department_code or NOWHERE)


def sectors_of(siae: Siae) -> list[str]:
    """The names of its sectors, each once, in alphabetical order."""
    found = {slug: sectors.find(slug) for slug in {a.sector for a in siae.activities}}
    return sorted(sector.name if sector else slug for slug, sector in found.items())


def capacity_of(siae: Siae) -> float:
    """What its activities declare together, in full-time equivalents."""
    return sum(activity.capacity_fte or 0 for activity in siae.activities)

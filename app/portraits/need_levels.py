"""The levels at which territories are compared."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from app import territories
from app.territories import Territory, TerritoryKind


class Level(StrEnum):
    """Territories that do not overlap and cover the region; the values are the address's words."""

    DEPARTMENTS = "departements"
    GROUPS = "ept-epci"

    @property
    def label(self) -> str:
        """The words people read."""
        return LABELS[self]


LABELS = {Level.DEPARTMENTS: "Départements", Level.GROUPS: "EPT et EPCI"}


@cache
def territories_at(level: Level) -> tuple[Territory, ...]:
    """The territories of a level, by code; without the Métropole, which the EPT share out."""
    if level is Level.DEPARTMENTS:
        return territories.list_territories(TerritoryKind.DEPARTMENT)
    found = territories.list_territories(TerritoryKind.EPT, TerritoryKind.EPCI)
    return tuple(t for t in found if not holds_ept(t))


def holds_ept(territory: Territory) -> bool:
    """Whether EPT lie in it."""
    inside = (territories.get(code) for code in territories.descendants(territory.code))
    return any(place.kind is TerritoryKind.EPT for place in inside)


@cache
def inside_index(level: Level) -> dict[str, str]:
    """Which territory of a level each code lies in: its own, those inside, those of same extent.

    « 75 » lies in the EPT of Paris, which is the same place. A code that is wider, or not of the
    region, is in none.
    """
    index: dict[str, str] = {}
    for place in territories_at(level):
        index |= dict.fromkeys(territories.codes_within(place.code), place.code)
        index |= dict.fromkeys(same_extent(place.code), place.code)
    return index


@cache
def around_index(level: Level) -> dict[str, tuple[str, ...]]:
    """For each wider code, the territories of a level that lie in it."""
    inside, around = inside_index(level), dict[str, tuple[str, ...]]()
    for place in territories_at(level):
        for outer in territories.ancestors(place.code):
            if outer.code not in inside:
                around[outer.code] = (*around.get(outer.code, ()), place.code)
    return around


@cache
def same_extent(code: str) -> tuple[str, ...]:
    """The codes of the same place at other levels: « 75 » and « T1 » are both Paris."""
    communes = territories.communes_of(code)
    others = (outer.code for outer in territories.ancestors(code) if outer.in_region)
    found = {*others, *territories.descendants(code)} - {code}
    return tuple(sorted(one for one in found if territories.communes_of(one) == communes))

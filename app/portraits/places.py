"""Which codes the records of a territory carry, and which territories it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from app import territories
from app.territories import Territory, TerritoryKind

REGION = "R11"
SMALLEST = (TerritoryKind.EPT, TerritoryKind.ARRONDISSEMENT, TerritoryKind.COMMUNE)
"""What a territory that is neither a région nor a département is made of: the first it has."""
SHARED = (TerritoryKind.EPT, TerritoryKind.EPCI)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The codes of a territory: `inside` its own and all it contains, `around` what contains it.

    `region` are all the codes of the région, what every figure is compared with.
    """

    territory: Territory
    inside: frozenset[str]
    around: frozenset[str]
    region: frozenset[str]

    @property
    def is_region(self) -> bool:
        """Whether it is the région itself: nothing to compare with."""
        return self.territory.code == REGION


@dataclass(frozen=True, kw_only=True)
class Part:
    """A territory inside or across another; `is_partial` where some of it lies outside."""

    territory: Territory
    is_partial: bool = False


def reach_of(territory: Territory) -> Reach:
    """The codes of that territory."""
    return Reach(
        territory=territory,
        inside=territories.codes_within(territory.code),
        around=frozenset(t.code for t in territories.ancestors(territory.code)),
        region=territories.codes_within(REGION),
    )


def parts_of(territory: Territory) -> tuple[Part, ...]:
    """The next level down: départements of the région, EPT and EPCI of a département, communes.

    An EPT or EPCI is listed in each département that it touches; one that is made of EPT (the
    Métropole) gives these, and is not listed beside them. A commune has no part, Paris has its
    arrondissements.
    """
    if territory.kind is TerritoryKind.REGION:
        found = territories.list_territories(TerritoryKind.DEPARTMENT, within=territory.code)
    elif territory.kind is TerritoryKind.DEPARTMENT:
        return shared_parts(territory)
    else:
        found = next(filter(None, (list_inside(territory, kind) for kind in SMALLEST)), ())
    return tuple(Part(territory=t) for t in found)


def list_inside(territory: Territory, kind: TerritoryKind) -> tuple[Territory, ...]:
    """The territories of that kind that lie in it, by code."""
    return territories.list_territories(kind, within=territory.code)


def shared_parts(territory: Territory) -> tuple[Part, ...]:
    """The EPT and EPCI that have communes in a département, by name."""
    communes = territories.communes_of(territory.code)
    found = []
    for place in territories.list_territories(*SHARED):
        own = territories.communes_of(place.code)
        if own & communes and not is_made_of_ept(place):
            found.append(Part(territory=place, is_partial=not own <= communes))
    return tuple(sorted(found, key=lambda part: (part.territory.kind.rank, part.territory.slug)))


def is_made_of_ept(place: Territory) -> bool:
    """Whether it is the Métropole, which is listed through its EPT."""
    return bool(territories.list_territories(TerritoryKind.EPT, within=place.code))


def way_to(territory: Territory) -> tuple[Territory, ...]:
    """What contains it inside the région, the widest first: région, département, EPT or EPCI.

    The Métropole is left out where a département says more.
    """
    above = [t for t in territories.ancestors(territory.code) if t.in_region]
    if territory.department:
        above = [t for t in above if not is_made_of_ept(t) or t.kind not in SHARED]
    return tuple(reversed(above))


def departments_of(territory: Territory) -> tuple[Territory, ...]:
    """The départements of Île-de-France that it lies in, by code."""
    if territory.department:
        return (territories.get(territory.department),)
    codes = {territories.get(code).department for code in territories.communes_of(territory.code)}
    return tuple(territories.get(code) for code in sorted(filter(None, codes)))

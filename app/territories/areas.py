"""Where something applies: zones, a radius around a point, the whole country, or their sum."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.errors import InvalidError
from app.territories.catalog import COUNTRY, get, leaves_of
from app.territories.distance import distance_km, is_leaf_within, leaves_within
from app.territories.kinds import Point

FEW_LEAVES = 12  # up to so many, each is looked at; beyond, the area is listed once and kept


@dataclass(frozen=True, kw_only=True)
class Area:
    """A sum of parts, at least one; build it with `of_zones`, `around`, `country` or `+`.

    `zones` are codes of territories, `radius_km` goes with `point`.
    """

    zones: frozenset[str] = frozenset()
    point: Point | None = None
    radius_km: float | None = None
    whole_country: bool = False

    def __post_init__(self) -> None:
        if (self.point is None) != (self.radius_km is None):
            raise InvalidError("Un rayon va avec un point.")
        if self.radius_km is not None and not (
            math.isfinite(self.radius_km) and self.radius_km >= 0
        ):
            raise InvalidError(f"Rayon impossible : {self.radius_km} km.")
        if not (self.zones or self.whole_country or self.point):
            raise InvalidError("Une zone d’intervention ne peut pas être vide.")
        object.__setattr__(self, "zones", frozenset(get(code).code for code in self.zones))

    @classmethod
    def of_zones(cls, *codes: str) -> Area:
        """These territories; NotFoundError for an unknown code."""
        return cls(zones=frozenset(codes))

    @classmethod
    def around(cls, point: Point, km: float) -> Area:
        """A circle."""
        return cls(point=point, radius_km=float(km))

    @classmethod
    def country(cls) -> Area:
        """The whole of France."""
        return cls(whole_country=True)

    @property
    def is_nationwide(self) -> bool:
        """Whether it takes in the whole of France."""
        return self.whole_country or COUNTRY in self.zones

    def __add__(self, other: Area) -> Area:
        """Both; InvalidError for two circles around different points or of different radius."""
        mine, theirs = (self.point, self.radius_km), (other.point, other.radius_km)
        if self.point and other.point and mine != theirs:
            raise InvalidError("Une zone d’intervention n’a qu’un rayon.")
        point, radius = mine if self.point else theirs
        return Area(
            zones=self.zones | other.zones,
            point=point,
            radius_km=radius,
            whole_country=self.whole_country or other.whole_country,
        )


@lru_cache(maxsize=4096)
def leaves_in(area: Area) -> frozenset[str]:
    """The smallest known places (see `leaves_of`) that the area takes in."""
    if area.is_nationwide:
        return leaves_of(COUNTRY)
    found = frozenset[str]().union(*(leaves_of(code) for code in area.zones))
    if area.point is not None and area.radius_km is not None:
        found |= leaves_within(area.point, area.radius_km)
    return found


def intersects(a: Area, b: Area) -> bool:
    """Whether some place is in both; two circles are compared by their points."""
    if a.is_nationwide or b.is_nationwide or not leaves_in(a).isdisjoint(leaves_in(b)):
        return True
    return _circles_meet(a, b)


def _circles_meet(a: Area, b: Area) -> bool:
    if a.point is None or b.point is None or a.radius_km is None or b.radius_km is None:
        return False
    return distance_km(a.point, b.point) <= a.radius_km + b.radius_km


def covers(area: Area, code: str) -> bool:
    """Whether the whole of that territory is in the area (`reaches`: a part of it)."""
    return share_of(area, code) == 1


def reaches(area: Area, code: str) -> bool:
    """Whether some of that territory is in the area."""
    return share_of(area, code) > 0


def overlap(area: Area, codes: Iterable[str]) -> float:
    """How much of these territories the area takes in, in [0, 1]: the mean of their shares.

    The share of one is counted in communes (arrondissements for Paris, whole départements outside
    the region). Nothing asked for gives 0; NotFoundError for an unknown code.
    """
    places = sorted({get(code).code for code in codes})
    if not places:
        return 0.0
    return math.fsum(share_of(area, code) for code in places) / len(places)


@lru_cache(maxsize=65_536)
def share_of(area: Area, code: str) -> float:
    """The share of one territory that the area takes in, in [0, 1]."""
    leaves = leaves_of(code)
    if len(leaves) > FEW_LEAVES:
        return len(leaves & leaves_in(area)) / len(leaves)
    return sum(holds_leaf(area, leaf) for leaf in leaves) / len(leaves)


def holds_leaf(area: Area, leaf: str) -> bool:
    """Whether one of the smallest places is in the area, without listing all that are."""
    if area.is_nationwide or any(leaf in leaves_of(zone) for zone in area.zones):
        return True
    if area.point is None or area.radius_km is None:
        return False
    return is_leaf_within(area.point, area.radius_km, leaf)

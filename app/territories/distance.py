"""How far places are from one another."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache

from app.territories.catalog import COUNTRY, load_catalog
from app.territories.kinds import Point, Territory

EARTH_KM = 6371.0088
KM_PER_DEGREE = math.pi * EARTH_KM / 180
PLACE_REACH_KM, DEPARTMENT_REACH_KM = 8.0, 80.0
"""How far from its centre a point can still lie in a commune, or in a département."""


def distance_km(a: Point, b: Point) -> float:
    """Kilometres between two points, as the crow flies (haversine; never negative)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    across = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * across
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


@cache
def _leaves_by_latitude() -> tuple[list[float], list[tuple[Point, Territory]]]:
    catalog = load_catalog()
    found = [catalog.territories[code] for code in catalog.leaves[COUNTRY]]
    placed = [(t.centre, t) for t in found if t.centre is not None]
    placed.sort(key=lambda pair: (pair[0].lat, pair[1].code))
    return [centre.lat for centre, _ in placed], placed


def _leaves_near(point: Point, km: float) -> list[tuple[float, Territory]]:
    latitudes, placed = _leaves_by_latitude()
    band = km / KM_PER_DEGREE + 1e-9
    first = bisect_left(latitudes, point.lat - band)
    last = bisect_right(latitudes, point.lat + band)
    measured = [(distance_km(point, centre), t) for centre, t in placed[first:last]]
    return sorted((pair for pair in measured if pair[0] <= km), key=lambda p: (p[0], p[1].code))


@lru_cache(maxsize=4096)
def leaves_within(point: Point, km: float) -> frozenset[str]:
    """The places (see `leaves_of`) whose centre is that near, and the one the point lies in.

    Which one it lies in is guessed by the nearest centre, within the reach of a commune or of a
    département: an approximation that spares the polygons.
    """
    found = {t.code for _, t in _leaves_near(point, km)}
    if home := _leaf_around(point):
        found.add(home.code)
    return frozenset(found)


def is_leaf_within(point: Point, km: float, code: str) -> bool:
    """Whether `leaves_within` would hold that place, without looking at the others."""
    leaf = load_catalog().territories[code]
    distance = math.inf if leaf.centre is None else distance_km(point, leaf.centre)
    if distance <= km:
        return True
    if distance > (PLACE_REACH_KM if leaf.is_place else DEPARTMENT_REACH_KM):
        return False  # too far for the point to lie in it
    home = _leaf_around(point)
    return home is not None and home.code == code


@lru_cache(maxsize=16_384)
def _leaf_around(point: Point) -> Territory | None:
    if commune := nearest_commune(point):
        return commune
    outside = (t for _, t in _leaves_near(point, DEPARTMENT_REACH_KM) if not t.is_place)
    return next(outside, None)


def communes_within(point: Point, km: float) -> list[str]:
    """Codes of the communes and arrondissements whose centre is that near, the nearest first."""
    return [t.code for _, t in _leaves_near(point, km) if t.is_place]


def nearest_commune(point: Point) -> Territory | None:
    """The commune or arrondissement whose centre is nearest; None further than 8 km from all."""
    return next((t for _, t in _leaves_near(point, PLACE_REACH_KM) if t.is_place), None)

"""Outlines as GeoJSON, for the map; read at the first use, then kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TypedDict

from app.errors import NotFoundError
from app.territories.catalog import DATA, get, list_territories
from app.territories.kinds import TerritoryKind

Ring = list[list[float]]


class Geometry(TypedDict):
    """A GeoJSON MultiPolygon: longitude then latitude, WGS 84, to four decimals."""

    type: str
    coordinates: list[list[Ring]]


class Feature(TypedDict):
    """A GeoJSON feature; its properties are `code`, `slug`, `name`, `label` and `kind`."""

    type: str
    id: str
    properties: dict[str, str]
    geometry: Geometry


class FeatureCollection(TypedDict):
    """A GeoJSON collection."""

    type: str
    features: list[Feature]


@cache
def _load_outlines() -> tuple[int, dict[str, list[list[list[int]]]]]:
    raw = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    return raw["scale"], raw["outlines"]


def outline(code: str) -> Feature:
    """One outline; NotFoundError where none is known (outside the region, the région itself)."""
    territory = get(code)
    scale, outlines = _load_outlines()
    if territory.code not in outlines:
        raise NotFoundError(f"Le contour de « {territory.label} » n’est pas connu.")
    polygons = [[_decode(ring, scale) for ring in rings] for rings in outlines[territory.code]]
    return {
        "type": "Feature",
        "id": territory.code,
        "properties": {
            "code": territory.code,
            "slug": territory.slug,
            "name": territory.name,
            "label": territory.label,
            "kind": territory.kind.value,
        },
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _decode(steps: list[int], scale: int) -> Ring:
    """A closed ring, from the steps between its points."""
    ring, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append([x / scale, y / scale])
    return [*ring, ring[0]]


def outlines_of(codes: Iterable[str]) -> FeatureCollection:
    """Several outlines, in the order asked for."""
    return {"type": "FeatureCollection", "features": [outline(code) for code in codes]}


@cache
def department_outlines() -> FeatureCollection:
    """The eight départements of the region, by code. Shared: do not change it."""
    return outlines_of(t.code for t in list_territories(TerritoryKind.DEPARTMENT))

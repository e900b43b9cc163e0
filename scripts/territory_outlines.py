"""Centres and outlines of territories, for `build_territories.py`; needs shapely."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import shapely  # type: ignore[import-not-found,import-untyped,unused-ignore]

SCALE = 10_000
"""Outlines are whole numbers of 1/10,000 of a degree: about 11 m north, 7 m east."""
SLIVER = 2e-5
"""Holes under that many square degrees (0.16 km²) come from edges that do not quite meet."""
TOLERANCE = 0.001
"""Douglas-Peucker tolerance for what is larger than a commune, in degrees."""
REGION_PREFIXES = ("75", "77", "78", "91", "92", "93", "94", "95")


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The geometry of each commune and arrondissement, WGS 84, by code."""

    by_code: dict[str, shapely.Geometry]
    scale: int = SCALE

    @classmethod
    def read(cls, wkb: dict[str, str], former: dict[str, str]) -> Shapes:
        """Shapes from WKB, the parts of merged communes joined (`former`: old code → new)."""
        shapes = {code: shapely.make_valid(shapely.from_wkb(raw)) for code, raw in wkb.items()}
        orphans = []
        for old, new in former.items():
            if old in shapes:
                shapes[new] = join([shapes[new], shapes[old]])
            else:
                orphans.append(new)
        fill_holes(shapes, orphans)
        return cls(by_code=shapes)

    def centre(self, codes: Iterable[str], *, known_only: bool) -> tuple[float, float] | None:
        """Latitude and longitude of the centre of gravity of these communes.

        Of one place, a point that lies inside it. `known_only` leaves out communes without shape.
        """
        found = [self.by_code[c] for c in codes if not known_only or c in self.by_code]
        if not found:
            return None
        if len(found) == 1:
            shape = found[0]
            point = shape.centroid
            if not shape.contains(point):
                point = shape.representative_point()
            return round(point.y, 5), round(point.x, 5)
        weights = [s.area * math.cos(math.radians(s.centroid.y)) for s in found]
        total = sum(weights)
        lat = sum(w * s.centroid.y for w, s in zip(weights, found, strict=True)) / total
        lon = sum(w * s.centroid.x for w, s in zip(weights, found, strict=True)) / total
        return round(lat, 5), round(lon, 5)

    def outlines(self, members: dict[str, list[str]]) -> dict[str, list[list[list[int]]]]:
        """Code → polygons → rings → steps: longitude and latitude, each less the one before."""
        drawn = {}
        for code, parts in members.items():
            shape = join([self.by_code[p] for p in parts])
            if len(parts) > 1:
                shape = shape.simplify(TOLERANCE)
            drawn[code] = [encode_polygon(p) for p in polygons_of(shape)]
        return {code: [p for p in polygons if p] for code, polygons in drawn.items()}


def fill_holes(shapes: dict[str, shapely.Geometry], orphans: list[str]) -> None:
    """Give each hole of the region to the merged commune that touches it.

    The geometry is older than some mergers: Pierrefitte-sur-Seine, part of Saint-Denis since
    2025, has no shape of its own any more and is exactly the hole that its neighbours leave.
    """
    region = shapely.union_all([s for c, s in shapes.items() if c.startswith(REGION_PREFIXES)])
    for polygon in polygons_of(region):
        for ring in polygon.interiors:
            hole = shapely.Polygon(ring)
            if hole.area < SLIVER:
                continue
            owner = max(
                orphans, key=lambda c: shapes[c].boundary.intersection(hole.boundary).length
            )
            shapes[owner] = join([shapes[owner], hole])


def join(shapes: list[shapely.Geometry]) -> shapely.MultiPolygon:
    """Their union, without the slivers between edges that do not quite meet."""
    union = shapely.union_all(shapes)
    kept = []
    for polygon in polygons_of(union):
        holes = [r for r in polygon.interiors if shapely.Polygon(r).area >= SLIVER]
        kept.append(shapely.Polygon(polygon.exterior, holes))
    return shapely.MultiPolygon(kept)


def polygons_of(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The polygons that a shape is made of."""
    return [p for p in getattr(shape, "geoms", [shape]) if p.geom_type == "Polygon"]


def encode_polygon(polygon: shapely.Polygon) -> list[list[int]]:
    """Its rings, the outer one first and counter-clockwise (RFC 7946); nothing where too small."""
    polygon = shapely.orient_polygons(polygon)
    rings = [encode_ring(r.coords) for r in (polygon.exterior, *polygon.interiors)]
    return [r for r in rings if r] if rings[0] else []


def encode_ring(coordinates: Iterable[tuple[float, float]]) -> list[int]:
    """Steps of a ring on the grid, its closing point left out; nothing below three points."""
    points: list[tuple[int, int]] = []
    for lon, lat in coordinates:
        point = round(lon * SCALE), round(lat * SCALE)
        if not points or point != points[-1]:
            points.append(point)
    points.pop()
    if len(points) < 3:
        return []
    steps, before = [], (0, 0)
    for x, y in points:
        steps += [x - before[0], y - before[1]]
        before = x, y
    return steps

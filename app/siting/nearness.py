"""How far points are from the limit of a territory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.territories import Point

KM_PER_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km
LATITUDE = 48.7  # the region's: flat, it errs by less than 1 % from one end to the other
Array = npt.NDArray[np.float64]


def kilometres_to_limit(
    points: Sequence[Point], polygons: Sequence[Sequence[Sequence[Sequence[float]]]]
) -> list[float]:
    """The distance in km from each point to the nearest side of a GeoJSON MultiPolygon.

    Flat, for Île-de-France; a point inside is measured to the limit too. Infinite without any side.
    """
    starts, steps = read_sides(polygons)
    if not len(starts):
        return [float("inf")] * len(points)
    lengths = np.maximum(np.sum(steps * steps, axis=1), 1e-12)
    found = []
    for point in points:
        gap = to_plane(np.array([[point.lon, point.lat]])) - starts
        along = np.clip(np.sum(gap * steps, axis=1) / lengths, 0, 1)
        apart = gap - along[:, None] * steps
        found.append(float(np.sqrt(np.min(np.sum(apart * apart, axis=1)))))
    return found


def read_sides(
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]],
) -> tuple[Array, Array]:
    """The first corner of every side, and the step to the next, in km."""
    rings = [
        to_plane(np.array(ring, dtype=float)) for rings in polygons for ring in rings if len(ring)
    ]
    if not rings:
        return np.empty((0, 2)), np.empty((0, 2))
    starts = np.concatenate([ring[:-1] for ring in rings])
    return starts, np.concatenate([ring[1:] - ring[:-1] for ring in rings])


def to_plane(places: Array) -> Array:
    """Longitudes and latitudes as km east and north."""
    flat: Array = places * KM_PER_DEGREE * np.array([np.cos(np.radians(LATITUDE)), 1.0])
    return flat

"""From layers to a page and its script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.maps.areas import AreaLayer
from app.maps.elements import (
    Areas,
    CallElement,
    Outlines,
    Places,
    PortalFigure,
    PortalMap,
    PortalTiles,
)
from app.maps.layers import Layer
from app.maps.options import MapOptions

MapLayer = Layer | AreaLayer
CLOSEST_ZOOM = 14
"""A single place is shown with its neighbourhood, not with its front door."""


@dataclass(frozen=True, kw_only=True)
class MapPage:
    """The page, and the script it loads from `MapOptions.script_url`.

    Both are the same for the same places, so that an ETag serves.
    """

    html: str
    script: str


def map_page(layers: Sequence[MapLayer], *, options: MapOptions) -> MapPage:
    """The map of these layers, the first one first in the legend."""
    figure = PortalFigure(options.title, options.script_url)
    portal_map = PortalMap(options)
    figure.add_child(portal_map)
    if options.tiles_url:
        portal_map.add_child(PortalTiles(options.tiles_url, options.tiles_attribution))
    if options.outlines:
        portal_map.add_child(Outlines(options.outlines, has_tiles=bool(options.tiles_url)))
    bounds = find_bounds(layers) or find_outline_bounds(options.outlines)
    if bounds:
        # Before the places: they are clustered once, for the view that is shown.
        portal_map.fit_bounds(bounds, padding=(24, 24), max_zoom=CLOSEST_ZOOM)
    for layer in layers:
        portal_map.add_child(Areas(layer) if isinstance(layer, AreaLayer) else Places(layer))
    portal_map.add_child(CallElement("legende"))
    html = figure.render()
    return MapPage(html=html, script=figure.script.render())


def find_bounds(layers: Sequence[MapLayer]) -> list[list[float]] | None:
    """South-west and north-east corners of what is shown at first; None without any."""
    shown = [layer for layer in layers if layer.is_shown]
    places = [
        (place.point.lon, place.point.lat)
        for layer in shown
        if isinstance(layer, Layer)
        for place in layer.features
    ]
    areas = [
        position
        for layer in shown
        if isinstance(layer, AreaLayer)
        for area in layer.features
        for position in walk_positions(area.outline)
    ]
    return corners([*places, *areas])


def corners(positions: Sequence[tuple[float, float]]) -> list[list[float]] | None:
    """South-west and north-east of (longitude, latitude) pairs; None without any."""
    if not positions:
        return None
    lons, lats = zip(*positions, strict=True)
    return [[min(lats), min(lons)], [max(lats), max(lons)]]


def find_outline_bounds(outlines: Mapping[str, object]) -> list[list[float]] | None:
    """South-west and north-east corners of GeoJSON outlines; None without any."""
    return corners(list(walk_positions(outlines)))


def walk_positions(node: object) -> Iterator[tuple[float, float]]:
    """Every (longitude, latitude) of a GeoJSON value."""
    if isinstance(node, Mapping):
        for key in ("features", "geometry", "coordinates"):
            if key in node:
                yield from walk_positions(node[key])
    elif isinstance(node, list | tuple):
        if len(node) >= 2 and all(isinstance(n, int | float) for n in node[:2]):
            yield (node[0], node[1])
        else:
            for item in node:
                yield from walk_positions(item)

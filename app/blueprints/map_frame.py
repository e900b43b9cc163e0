"""A map drawn with the files and the settings of this application, and given inside a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, current_app

from app.blueprints.assets import asset_url
from app.maps import MapAssets, MapLayer, MapOptions, MapPage, map_page, security_policy
from config import Settings


def draw_page(
    layers: Sequence[MapLayer],
    script_url: str,
    title: str,
    outlines: Mapping[str, object],
    zoom_snap: float = 1,
) -> MapPage:
    """The map of these layers, whose script is at that address."""
    settings: Settings = current_app.config["SETTINGS"]
    options = MapOptions(
        assets=MapAssets(
            leaflet_js=asset_url("leaflet.js"),
            leaflet_css=asset_url("leaflet.css"),
            markercluster_js=asset_url("markercluster.js"),
            markercluster_css=asset_url("markercluster.css"),
            map_js=asset_url("map.js"),
            map_css=asset_url("map.css"),
        ),
        script_url=script_url,
        title=title,
        outlines=outlines,
        tiles_url=settings.tiles_url,
        tiles_attribution=settings.tiles_attribution,
        zoom_snap=zoom_snap,
    )
    return map_page(layers, options=options)


def give_frame(page: MapPage) -> Response:
    """The page of a map, with a policy of its own."""
    settings: Settings = current_app.config["SETTINGS"]
    response = Response(page.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = security_policy(settings.tiles_url)
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""What a map needs from outside: addresses of files, base layer, wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_ZOOM = 18
MIN_ZOOM = 7


@dataclass(frozen=True, kw_only=True)
class MapAssets:
    """The addresses of the built files, all of the portal."""

    leaflet_js: str
    leaflet_css: str
    markercluster_js: str
    markercluster_css: str
    map_js: str
    map_css: str


@dataclass(frozen=True, kw_only=True)
class MapOptions:
    """How a map is made.

    `script_url` is where the page finds `MapPage.script`. `outlines` is a GeoJSON FeatureCollection
    whose features have `code` and `name`; empty for none. `tiles_url` has `{z}`, `{x}`, `{y}`, and
    perhaps `{s}`; `tiles_attribution` is HTML from the settings, never from data. `zoom_snap` is
    the step between zooms: less than 1 fits bounds better, and blurs tiles.
    """

    assets: MapAssets
    script_url: str
    title: str = "Carte"
    outlines: Mapping[str, object] = field(default_factory=dict)
    tiles_url: str = ""
    tiles_attribution: str = ""
    zoom_snap: float = 1


def security_policy(tiles_url: str = "") -> str:
    """The Content-Security-Policy of the map's page: its own files, framed by the portal only."""
    images = " ".join(filter(None, ("'self'", "data:", find_tiles_source(tiles_url))))
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def find_tiles_source(tiles_url: str) -> str:
    """The tile server as a source of a security policy; empty for the portal's own tiles."""
    parts = urlsplit(tiles_url.replace("{s}", "*"))
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc}"

"""Folium's parts, made to use our files only and to write nothing inside the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import folium
from branca.element import Element, Figure
from folium.raster_layers import TileLayer
from folium.template import Template

from app.maps.areas import AreaLayer
from app.maps.layers import Layer
from app.maps.options import MAX_ZOOM, MIN_ZOOM, MapAssets, MapOptions
from app.maps.script import RawScript, to_script_json

CENTRE = (48.71, 2.5)
"""The middle of Île-de-France, shown before the bounds are fitted."""


class PortalFigure(Figure):
    """The page: French, titled, its script at an address of its own."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n'
        "<title>{{ this.title | e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n<body>\n{{ this.html.render(**kwargs) }}\n"
        "<noscript><p>La carte a besoin de JavaScript. Les mêmes lieux sont en liste sur la page "
        "qui la contient.</p></noscript>\n"
        '<script src="{{ this.script_url | e }}"></script>\n</body>\n</html>\n'
    )

    def __init__(self, title: str, script_url: str) -> None:
        super().__init__(title=title)
        self.script_url = script_url


class PortalMap(folium.Map):
    """A map of Folium without its page-wide styles and its third-party files."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}" role="region"
                 aria-label="{{ this.title | e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name() | tojson }},
                {center: {{ this.location | tojson }}, ...{{ this.options | tojavascript }}}
            );
            var carte = maillage.carte({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, options: MapOptions) -> None:
        super().__init__(
            location=CENTRE,
            tiles=None,
            zoom_start=9,
            zoom_control=False,
            min_zoom=MIN_ZOOM,
            max_zoom=MAX_ZOOM,
        )
        # A name drawn at random would give the same map a new script, hence a new download.
        self._id = "portail"
        self.title = options.title
        self.options |= {"min_zoom": MIN_ZOOM, "max_zoom": MAX_ZOOM}
        if options.zoom_snap != 1:
            self.options["zoom_snap"] = options.zoom_snap
        self.default_js = list_scripts(options.assets)
        self.default_css = list_styles(options.assets)


def list_scripts(assets: MapAssets) -> list[tuple[str, str]]:
    """The scripts of the page, in the order they need."""
    return [
        ("leaflet", assets.leaflet_js),
        ("markercluster", assets.markercluster_js),
        ("map", assets.map_js),
    ]


def list_styles(assets: MapAssets) -> list[tuple[str, str]]:
    """The style sheets of the page, ours last."""
    return [
        ("leaflet_css", assets.leaflet_css),
        ("markercluster_css", assets.markercluster_css),
        ("map_css", assets.map_css),
    ]


class PortalTiles(TileLayer):
    """The tile server of the settings, below everything."""

    def __init__(self, url: str, attribution: str) -> None:
        super().__init__(tiles=url, attr=attribution or "–", max_zoom=MAX_ZOOM, control=False)
        self._id = "fond"


class CallElement(Element):
    """A call of a method of map.js with data, added to the figure's script as it is."""

    def __init__(self, method: str, *arguments: object) -> None:
        super().__init__()
        self._name = "CallElement"
        self.call = f"carte.{method}({', '.join(map(to_script_json, arguments))});\n"

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401  branca's signature
        """Add the call to the figure; the element itself writes nothing."""
        figure = cast(Figure, self.get_root())
        figure.script.add_child(RawScript(self.call), name=self.get_name())
        return ""


class Outlines(CallElement):
    """The outlines of departments, the base of the map when there are no tiles."""

    def __init__(self, outlines: Mapping[str, object], *, has_tiles: bool) -> None:
        super().__init__("contours", outlines, has_tiles)


class Places(CallElement):
    """One layer of places, clustered with the others in the browser."""

    def __init__(self, layer: Layer) -> None:
        description = {
            "key": layer.key,
            "label": layer.label,
            "letter": layer.letter,
            "colour": layer.mark.colour,
            "shape": layer.mark.shape.value,
            "shown": layer.is_shown,
        }
        rows = [
            (round(f.point.lat, 5), round(f.point.lon, 5), f.title, f.subtitle, f.url, f.kind)
            for f in layer.features
        ]
        super().__init__("couche", description, rows)


class Areas(CallElement):
    """One layer of areas, shaded in the browser by class, each with the number of its class."""

    def __init__(self, layer: AreaLayer) -> None:
        description = {
            "key": layer.key,
            "label": layer.label,
            "classes": [
                {"number": one.number, "label": one.label, "colour": one.colour}
                for one in layer.classes
            ],
            "shown": layer.is_shown,
        }
        rows = [
            (bare_outline(f.outline), f.title, f.subtitle, f.url, f.area_class)
            for f in layer.features
        ]
        super().__init__("surfaces", description, rows)


def bare_outline(outline: Mapping[str, object]) -> Mapping[str, object]:
    """The geometry of a feature alone: what it is called travels beside it."""
    return {"type": "Feature", "properties": {}, "geometry": outline["geometry"]}

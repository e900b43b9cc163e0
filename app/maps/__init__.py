"""The map: places and outlines in, one page and its script out.

Folium makes the page; what it cannot make safe is made here. By default it loads a dozen files from
elsewhere, writes styles and scripts inside the page, and puts names into JavaScript and into Jinja
templates, where `${…}`, `</script>` or `{{…}}` run. Here every file is the portal's own, the script
is served at its own address, and names are data from end to end.
"""

from app.maps.areas import SHADES, AreaClass, AreaFeature, AreaLayer
from app.maps.layers import PALETTE, Layer, Mark, PlaceFeature, Shape
from app.maps.options import MapAssets, MapOptions, security_policy
from app.maps.page import MapLayer, MapPage, map_page

__all__ = [
    "PALETTE",
    "SHADES",
    "AreaClass",
    "AreaFeature",
    "AreaLayer",
    "Layer",
    "MapAssets",
    "MapLayer",
    "MapOptions",
    "MapPage",
    "Mark",
    "PlaceFeature",
    "Shape",
    "map_page",
    "security_policy",
]

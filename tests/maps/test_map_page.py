import itertools
import json
import re

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.maps import (
    PALETTE,
    Layer,
    MapAssets,
    MapOptions,
    Mark,
    PlaceFeature,
    Shape,
    map_page,
    security_policy,
)
from app.territories.kinds import Point

ASSETS = MapAssets(
    leaflet_js="/static/dist/leaflet.js",
    leaflet_css="/static/dist/leaflet.css",
    markercluster_js="/static/dist/markercluster.js",
    markercluster_css="/static/dist/markercluster.css",
    map_js="/static/dist/map.js",
    map_css="/static/dist/map.css",
)
OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "93", "name": "Seine-Saint-Denis"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[2.3, 48.8], [2.6, 48.8], [2.6, 49.0], [2.3, 48.8]]]],
            },
        }
    ],
}
HOSTILE = [
    "${alert(1)}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "{% raw %}{# x #}",
    "a\u2028b\u2029c",
    "\\u003c\\",
    "L’Œuvre d’été & Cie",
]
CALL = re.compile(r"^\s*carte\.couche\((.*)\);$", re.MULTILINE)


def options(**changes: object) -> MapOptions:
    values: dict[str, object] = {"assets": ASSETS, "script_url": "/carte/figure.js"}
    return MapOptions(**(values | changes))  # type: ignore[arg-type]


def layer(*titles: str, key: str = "aci", is_shown: bool = True) -> Layer:
    places = [
        PlaceFeature(
            point=Point(lat=48.8 + n / 10, lon=2.3),
            title=title,
            subtitle=title,
            url="/structures/x",
            kind=title,
        )
        for n, title in enumerate(titles)
    ]
    return Layer(
        key=key, label="ACI", letter="ACI", mark=PALETTE[0], features=places, is_shown=is_shown
    )


def read_calls(script: str) -> list[list[object]]:
    """The arguments of each call that adds a layer, read back as JSON."""
    return [json.loads(f"[{found}]") for found in CALL.findall(script)]


def test_the_page_loads_our_files_only_and_has_nothing_inline() -> None:
    page = map_page([layer("A")], options=options(outlines=OUTLINES, title='Carte "<b>"'))
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page.html)
    assert set(addresses) == {*vars(ASSETS).values(), "/carte/figure.js"}
    assert "<style" not in page.html
    assert "style=" not in page.html
    assert re.findall(r"<script(?! src=)", page.html) == []
    assert "http:" not in page.html
    assert "https:" not in page.html
    assert '<html lang="fr">' in page.html
    assert "<title>Carte &#34;&lt;b&gt;&#34;</title>" in page.html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_stays_data(name: str) -> None:
    script = map_page([layer(name)], options=options()).script
    ((_, rows),) = read_calls(script)
    assert rows == [[48.8, 2.3, name, name, "/structures/x", name]]
    assert "<" not in script
    assert "`" not in script  # no template literal,
    assert "${" not in script  # and nothing for one to run
    assert script.isascii()


@given(st.lists(st.text(), max_size=4))
def test_any_names_come_back_whole(names: list[str]) -> None:
    script = map_page([layer(*names)], options=options()).script
    ((_, rows),) = read_calls(script)
    assert isinstance(rows, list)
    assert [row[2] for row in rows] == names


def test_hostile_labels_and_outlines_stay_data() -> None:
    hostile = Layer(
        key="x", label="</script>{{7*7}}`", letter="`", mark=PALETTE[1], features=(), is_shown=False
    )
    named = json.loads(json.dumps(OUTLINES).replace("Seine-Saint-Denis", "{{7*7}}</script>`"))
    script = map_page([hostile], options=options(outlines=named)).script
    ((description, rows),) = read_calls(script)
    assert isinstance(description, dict)
    assert description["label"] == "</script>{{7*7}}`"
    assert rows == []
    assert "<" not in script
    assert "`" not in script


def test_the_same_places_give_the_same_page() -> None:
    assert map_page([layer("A")], options=options()) == map_page([layer("A")], options=options())


def test_folium_itself_is_left_as_it_was() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    map_page([layer("A")], options=options())
    assert (list(folium.Map.default_js), list(folium.Map.default_css)) == before


def test_the_map_is_fitted_to_the_places_shown() -> None:
    hidden = layer("C", "D", "E", key="hidden", is_shown=False)
    script = map_page([layer("A", "B"), hidden], options=options(outlines=OUTLINES)).script
    assert "[[48.8, 2.3], [48.9, 2.3]]" in script


def test_without_places_the_map_is_fitted_to_the_outlines() -> None:
    script = map_page([], options=options(outlines=OUTLINES)).script
    assert "[[48.8, 2.3], [49.0, 2.6]]" in script


def test_without_anything_the_map_still_renders() -> None:
    script = map_page([], options=options()).script
    assert "fitBounds" not in script
    assert "tileLayer" not in script


def test_tiles_come_only_from_the_settings() -> None:
    url = "https://{s}.tuiles.example/{z}/{x}/{y}.png"
    script = map_page([], options=options(tiles_url=url, tiles_attribution="© Exemple")).script
    assert url in script
    assert '"maxZoom": 18' in script


@pytest.mark.parametrize(
    ("tiles", "source"),
    [
        ("", "img-src 'self' data:;"),
        ("/tuiles/{z}/{x}/{y}.png", "img-src 'self' data:;"),
        ("https://{s}.t.example/{z}/{x}/{y}", "img-src 'self' data: https://*.t.example;"),
    ],
)
def test_the_policy_admits_the_tile_server_and_nothing_else(tiles: str, source: str) -> None:
    policy = security_policy(tiles)
    assert source in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "url", ["//elsewhere.example", "/\\elsewhere.example", "https://x.example", "javascript:x", "a"]
)
def test_a_link_never_leaves_the_portal(url: str) -> None:
    with pytest.raises(InvalidError):
        PlaceFeature(point=Point(lat=48.8, lon=2.3), title="A", url=url)


@pytest.mark.parametrize("colour", ["red", "#FFF", "#12345g", "#000000;x"])
def test_a_colour_is_six_digits(colour: str) -> None:
    with pytest.raises(InvalidError):
        Mark(colour=colour, shape=Shape.CIRCLE)


def test_a_layer_has_a_plain_key_and_a_short_letter() -> None:
    with pytest.raises(InvalidError):
        Layer(key="A b", label="", letter="A", mark=PALETTE[0], features=())
    with pytest.raises(InvalidError):
        Layer(key="a", label="", letter="ABCDE", mark=PALETTE[0], features=())


def luminance(colour: str) -> float:
    """WCAG 2.1's relative luminance."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mark", PALETTE)
def test_white_letters_are_readable_on_each_mark(mark: Mark) -> None:
    assert 1.05 / (luminance(mark.colour) + 0.05) >= 4.5


def test_marks_differ_by_more_than_their_colour() -> None:
    assert len({mark.colour for mark in PALETTE}) == len(PALETTE)
    assert all(a.shape is not b.shape for a, b in itertools.pairwise(PALETTE))

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.maps import (
    SHADES,
    AreaClass,
    AreaFeature,
    AreaLayer,
    MapAssets,
    MapOptions,
    map_page,
)

ASSETS = MapAssets(
    leaflet_js="/static/dist/leaflet.js",
    leaflet_css="/static/dist/leaflet.css",
    markercluster_js="/static/dist/markercluster.js",
    markercluster_css="/static/dist/markercluster.css",
    map_js="/static/dist/map.js",
    map_css="/static/dist/map.css",
)
OUTLINE = {
    "type": "Feature",
    "properties": {"name": "{{7*7}}</script>"},
    "geometry": {
        "type": "MultiPolygon",
        "coordinates": [[[[2.3, 48.8], [2.6, 48.8], [2.6, 49.0], [2.3, 48.8]]]],
    },
}
CLASSES = tuple(
    AreaClass(number=n, label=f"Classe {n}", colour=colour)
    for n, colour in enumerate(SHADES, start=1)
)
CALL = re.compile(r"^\s*carte\.surfaces\((.*)\);$", re.MULTILINE)
HOSTILE = ["${alert(1)}", "</script><script>alert(1)</script>", "{{ 7 * 7 }}", "a\u2028b", "'\"`"]


def options() -> MapOptions:
    return MapOptions(assets=ASSETS, script_url="/territoires/cadre.js", zoom_snap=0.25)


def layer(*titles: str, is_shown: bool = True, area_class: int | None = 4) -> AreaLayer:
    areas = [
        AreaFeature(
            outline=OUTLINE,
            title=title,
            subtitle=title,
            url="/territoires/93",
            area_class=area_class,
        )
        for title in titles
    ]
    return AreaLayer(
        key="indice", label="Indice", classes=CLASSES, features=areas, is_shown=is_shown
    )


def read_calls(script: str) -> list[list[object]]:
    return [json.loads(f"[{found}]") for found in CALL.findall(script)]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_an_area_stays_data(name: str) -> None:
    page = map_page([layer(name)], options=options())
    ((description, rows),) = read_calls(page.script)
    assert isinstance(rows, list)
    assert rows[0][1:] == [name, name, "/territoires/93", 4]
    assert rows[0][0]["properties"] == {}
    assert isinstance(description, dict)
    assert [one["number"] for one in description["classes"]] == [1, 2, 3, 4, 5]
    assert "<" not in page.script
    assert page.script.isascii()
    assert "style=" not in page.html


@given(st.lists(st.text(), max_size=4))
def test_any_names_come_back_whole(names: list[str]) -> None:
    ((_, rows),) = read_calls(map_page([layer(*names)], options=options()).script)
    assert isinstance(rows, list)
    assert [row[1] for row in rows] == names


def test_shown_areas_fit_the_map_and_hidden_ones_do_not() -> None:
    fitted = "[[48.8, 2.3], [49.0, 2.6]]"
    assert fitted in map_page([layer("A")], options=options()).script
    assert "fitBounds" not in map_page([layer("A", is_shown=False)], options=options()).script


def test_an_unknown_class_is_none_or_refused() -> None:
    ((_, rows),) = read_calls(map_page([layer("A", area_class=None)], options=options()).script)
    assert isinstance(rows, list)
    assert rows[0][4] is None
    with pytest.raises(InvalidError):
        layer("A", area_class=9)


@pytest.mark.parametrize("url", ["//elsewhere.example", "https://x.example", "javascript:x"])
def test_a_link_never_leaves_the_portal(url: str) -> None:
    with pytest.raises(InvalidError):
        AreaFeature(outline=OUTLINE, title="A", url=url)


def test_a_key_and_a_colour_are_plain() -> None:
    with pytest.raises(InvalidError):
        AreaLayer(key="A b", label="", classes=(), features=())
    with pytest.raises(InvalidError):
        AreaClass(number=1, label="", colour="red")


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_each_shade_is_clearly_darker_than_the_one_before() -> None:
    steps = [
        (luminance(light) + 0.05) / (luminance(dark) + 0.05)
        for light, dark in itertools.pairwise(SHADES)
    ]
    assert min(steps) > 1.5, steps
    assert (luminance(SHADES[0]) + 0.05) / (luminance(SHADES[-1]) + 0.05) > 10

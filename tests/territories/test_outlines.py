import itertools
import math

import pytest

from app.errors import NotFoundError
from app.territories import (
    Point,
    TerritoryKind,
    department_outlines,
    get,
    list_territories,
    outline,
    outlines_of,
)
from app.territories.outlines import Feature, Ring


def rings_of(feature: Feature) -> list[Ring]:
    return [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]


def area_of(ring: Ring) -> float:
    """Signed, in square degrees: positive when counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def holds(feature: Feature, point: Point) -> bool:
    """Whether the outline holds the point, by the parity of crossings."""
    crossings = 0
    for ring in rings_of(feature):
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > point.lat) != (y2 > point.lat):
                crossings += point.lon < x1 + (point.lat - y1) * (x2 - x1) / (y2 - y1)
    return crossings % 2 == 1


def test_the_eight_departements_are_drawn() -> None:
    collection = department_outlines()
    assert collection["type"] == "FeatureCollection"
    assert [f["id"] for f in collection["features"]] == [
        "75", "77", "78", "91", "92", "93", "94", "95",
    ]  # fmt: skip
    assert collection["features"][5]["properties"] == {
        "code": "93",
        "slug": "seine-saint-denis",
        "name": "Seine-Saint-Denis",
        "label": "Seine-Saint-Denis (93)",
        "kind": "departement",
    }


def test_every_territory_of_the_region_has_a_closed_outline() -> None:
    for territory in list_territories():
        feature = outline(territory.code)
        assert feature["geometry"]["coordinates"], territory
        for ring in rings_of(feature):
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(1.4 < lon < 3.6 and 48.1 < lat < 49.3 for lon, lat in ring)


def test_outer_rings_turn_counter_clockwise() -> None:
    for territory in list_territories(TerritoryKind.DEPARTMENT, TerritoryKind.EPT):
        for polygon in outline(territory.code)["geometry"]["coordinates"]:
            assert area_of(polygon[0]) > 0
            assert all(area_of(hole) < 0 for hole in polygon[1:])


def test_each_place_holds_its_own_centre() -> None:
    places = list_territories(TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT)
    assert [t.code for t in places if not holds(outline(t.code), t.centre)] == []


@pytest.mark.parametrize(("code", "km2"), [("93066", 15.8), ("93072", 5.4), ("75056", 105.4)])
def test_areas_are_those_of_the_communes_of_today(code: str, km2: float) -> None:
    """Saint-Denis has taken in Pierrefitte (12.4 + 3.4 km²), its neighbour Stains has not."""
    squared = sum(area_of(ring) for ring in rings_of(outline(code)))
    assert squared * 111.2**2 * math.cos(math.radians(48.9)) == pytest.approx(km2, rel=0.02)


def test_several_outlines_keep_their_order() -> None:
    features = outlines_of(["T6", "93066"])["features"]
    assert [f["id"] for f in features] == ["T6", "93066"]


@pytest.mark.parametrize("code", ["14", "FR", "00000"])
def test_an_unknown_outline_is_not_found(code: str) -> None:
    with pytest.raises(NotFoundError):
        outline(code)


def test_outlines_follow_merged_communes() -> None:
    assert outline("93059")["id"] == get("93066").code

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import InvalidError, NotFoundError
from app.territories import (
    Area,
    Point,
    TerritoryKind,
    ancestors,
    communes_within,
    contains,
    covers,
    distance_km,
    explain,
    get,
    intersects,
    list_territories,
    nearest_commune,
    overlap,
    reaches,
)
from app.territories.areas import holds_leaf, leaves_in, share_of
from app.territories.catalog import leaves_of, load_catalog

SAINT_DENIS = Point(lat=48.9362, lon=2.3574)
NOTRE_DAME = Point(lat=48.8530, lon=2.3499)
MARSEILLE = Point(lat=43.2965, lon=5.3698)
LONDON = Point(lat=51.5074, lon=-0.1278)

CODES = st.deferred(lambda: st.sampled_from(sorted(load_catalog().territories)))
POINTS = st.builds(
    Point,
    lat=st.floats(min_value=-90, max_value=90),
    lon=st.floats(min_value=-180, max_value=180),
)
NEARBY = st.builds(
    Point,
    lat=st.floats(min_value=48.0, max_value=49.4),
    lon=st.floats(min_value=1.4, max_value=3.6),
)
RADII = st.floats(min_value=0, max_value=150)
ZONES = st.lists(CODES, min_size=1, max_size=4).map(lambda codes: Area.of_zones(*codes))
CIRCLES = st.builds(Area.around, NEARBY | POINTS, RADII)
AREAS = ZONES | CIRCLES | st.just(Area.country()) | st.builds(lambda a, b: a + b, ZONES, CIRCLES)


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_never_negative(a: Point, b: Point) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert 0 <= distance_km(a, b) <= 20_016
    assert distance_km(a, a) == 0


def test_distance_is_in_kilometres() -> None:
    assert distance_km(SAINT_DENIS, NOTRE_DAME) == pytest.approx(9.27, abs=0.05)
    assert distance_km(NOTRE_DAME, MARSEILLE) == pytest.approx(660, abs=3)


@pytest.mark.parametrize(
    ("lat", "lon"), [(91, 0), (-91, 0), (0, 181), (0, -181), (math.nan, 0), (0, math.inf)]
)
def test_a_point_off_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidError):
        Point(lat=lat, lon=lon)


@pytest.mark.parametrize("km", [-1, math.nan, math.inf])
def test_an_impossible_radius_is_refused(km: float) -> None:
    with pytest.raises(InvalidError, match="Rayon impossible"):
        Area.around(SAINT_DENIS, km)


def test_an_area_is_something_and_known() -> None:
    with pytest.raises(InvalidError):
        Area()
    with pytest.raises(InvalidError):
        Area.of_zones()
    with pytest.raises(InvalidError):
        Area(point=SAINT_DENIS)
    with pytest.raises(NotFoundError):
        Area.of_zones("93066", "00000")
    with pytest.raises(NotFoundError):
        overlap(Area.country(), ["00000"])
    with pytest.raises(InvalidError):
        Area.around(SAINT_DENIS, 5) + Area.around(NOTRE_DAME, 5)


def test_zones_of_merged_communes_are_those_of_today() -> None:
    assert Area.of_zones("93059") == Area.of_zones("93066")


@settings(max_examples=60, deadline=None)
@given(AREAS)
@example(Area.around(LONDON, 5))
def test_an_area_intersects_itself(area: Area) -> None:
    assert intersects(area, area)


@settings(max_examples=60, deadline=None)
@given(AREAS, AREAS)
def test_intersection_is_symmetric_and_the_country_meets_all(a: Area, b: Area) -> None:
    assert intersects(a, b) == intersects(b, a)
    assert intersects(a, Area.country())


@settings(max_examples=60, deadline=None)
@given(AREAS, CODES)
def test_the_share_covered_agrees_with_covers_and_reaches(area: Area, code: str) -> None:
    share = overlap(area, [code])
    assert 0 <= share <= 1
    assert (share == 1) == covers(area, code)
    assert (share > 0) == reaches(area, code)


@given(CODES)
def test_zones_take_in_what_they_contain(inner: str) -> None:
    for outer in ancestors(inner):
        assert covers(Area.of_zones(outer.code), inner)
        assert intersects(Area.of_zones(inner), Area.of_zones(outer.code))


@settings(max_examples=60, deadline=None)
@given(NEARBY, RADII, RADII, CODES)
def test_a_wider_circle_never_covers_less(point: Point, a: float, b: float, code: str) -> None:
    near, far = sorted((a, b))
    assert overlap(Area.around(point, near), [code]) <= overlap(Area.around(point, far), [code])


@settings(max_examples=60, deadline=None)
@given(AREAS, CODES)
def test_explain_agrees_with_the_area_in_one_sentence(area: Area, code: str) -> None:
    sentence = explain(area, code)
    assert sentence.startswith("Intervient") == reaches(area, code)
    assert sentence.startswith("N’intervient pas") != reaches(area, code)
    assert sentence.endswith(".")
    assert "'" not in sentence


def test_straddling_zones_meet_without_containing_each_other() -> None:
    assert not contains("94", "T12")
    assert intersects(Area.of_zones("T12"), Area.of_zones("94"))
    assert intersects(Area.of_zones("T12"), Area.of_zones("91"))
    assert not intersects(Area.of_zones("T12"), Area.of_zones("95"))
    assert overlap(Area.of_zones("94"), ["T12"]) == pytest.approx(18 / 24)


def test_overlap_is_the_mean_over_the_places_asked_for() -> None:
    area = Area.of_zones("T6")
    assert overlap(area, ["93066"]) == 1
    assert overlap(area, ["93066", "77284"]) == 0.5
    assert overlap(area, ["93066", "93066", "77284"]) == 0.5
    assert overlap(area, ["93"]) == pytest.approx(8 / 39)
    assert overlap(area, ["14"]) == 0
    assert overlap(area, []) == 0
    assert overlap(Area.of_zones("75112"), ["75056"]) == pytest.approx(1 / 20)
    assert overlap(Area.of_zones("R28"), ["14"]) == 1


def test_a_circle_always_takes_in_where_its_centre_lies() -> None:
    assert covers(Area.around(SAINT_DENIS, 0), "93066")
    assert covers(Area.around(MARSEILLE, 5), "13")
    assert not reaches(Area.around(MARSEILLE, 5), "R11")
    assert not reaches(Area.around(LONDON, 5), "FR")


def test_communes_within_come_nearest_first() -> None:
    found = communes_within(NOTRE_DAME, 3)
    assert found[0] == "75104"
    assert "93066" not in found
    distances = [distance_km(NOTRE_DAME, get(code).centre) for code in found]
    assert distances == sorted(distances)
    assert communes_within(LONDON, 30) == []


def test_the_nearest_commune() -> None:
    assert nearest_commune(SAINT_DENIS).code == "93066"
    assert nearest_commune(MARSEILLE) is None


N, T = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("area", "code", "sentence"),
    [
        (
            Area.of_zones("T6"),
            "93066",
            "Intervient dans tout l’EPT Plaine Commune (T6), dont fait partie Saint-Denis.",
        ),
        (
            Area.of_zones("93", "T6"),
            "93066",
            "Intervient dans tout l’EPT Plaine Commune (T6), dont fait partie Saint-Denis.",
        ),
        (Area.of_zones("93066"), "93066", "Intervient à Saint-Denis."),
        (
            Area.of_zones("R11"),
            "78",
            "Intervient dans l’ensemble de l’Île-de-France, dont font partie les Yvelines.",
        ),
        (
            Area.of_zones("T6"),
            "93",
            f"Intervient dans une partie de la Seine-Saint-Denis{N}: 8 communes sur 39.",
        ),
        (
            Area.of_zones("75112"),
            "75056",
            f"Intervient dans une partie de Paris{N}: 1 arrondissement sur 20.",
        ),
        (
            Area.of_zones("T6"),
            "R11",
            f"Intervient dans une partie de l’Île-de-France{N}: 8 communes sur 1{T}285.",
        ),
        (Area.of_zones("T6"), "93045", "N’intervient pas aux Lilas."),
        (Area.of_zones("T6"), "14", "N’intervient pas dans le Calvados."),
        (Area.country(), "93066", "Intervient dans toute la France."),
        (
            Area.around(NOTRE_DAME, 20),
            "93066",
            f"Intervient dans un rayon de 20{N}km{T}; Saint-Denis est à 9{N}km.",
        ),
        (
            Area.around(NOTRE_DAME, 7.5),
            "93066",
            f"N’intervient pas à Saint-Denis{N}: Saint-Denis est à 9{N}km, "
            f"au-delà du rayon de 7,5{N}km.",
        ),
        (
            Area.around(SAINT_DENIS, 0.1),
            "93066",
            f"Intervient dans un rayon de 0,1{N}km autour d’un point situé à Saint-Denis.",
        ),
        (
            Area.around(NOTRE_DAME, 30),
            "93",
            f"Intervient dans l’ensemble de la Seine-Saint-Denis, dans un rayon de 30{N}km.",
        ),
    ],
)
def test_explain_says_why(area: Area, code: str, sentence: str) -> None:
    assert explain(area, code) == sentence


@given(
    st.sampled_from([t.code for t in list_territories(TerritoryKind.COMMUNE)][::40]),
    st.floats(0, 60),
    st.sampled_from(["93066", "75056", "93", "T6", "77288", "R11", "69"]),
)
def test_the_share_of_a_circle_is_the_same_counted_place_by_place(
    seat: str, km: float, code: str
) -> None:
    centre = get(seat).centre
    assert centre is not None
    area = Area.around(centre, km)
    leaves = leaves_of(code)
    assert share_of(area, code) == len(leaves & leaves_in(area)) / len(leaves)
    assert {leaf for leaf in leaves if holds_leaf(area, leaf)} == leaves & leaves_in(area)

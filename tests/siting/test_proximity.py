from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import territories
from app.siting.proximity import (
    Nearness,
    Plan,
    Seat,
    Silence,
    around_plan,
    between_plans,
    round_distance,
    say_distance,
)
from app.territories import Point, TerritoryKind, distance_km

SECTORS = ("blanchisserie", "nettoyage-de-locaux", "collecte-des-dechets")
PLACES = ["93010", "93008", "75056", "75120", "T8", "T1", "75", "93", "77288", "R11"]
BONDY, BOBIGNY = territories.get("93010"), territories.get("93008")
LAUNDRY = Plan(sectors=SECTORS[:1], place=BONDY, radius_km=10)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    code = draw(st.one_of(st.none(), st.sampled_from(PLACES)))
    return Plan(
        sectors=tuple(draw(st.lists(st.sampled_from(SECTORS), unique=True, max_size=3))),
        place=territories.get(code) if code else None,
        radius_km=draw(st.integers(1, 60)),
    )


@given(plans(), plans())
def test_the_order_of_two_projects_changes_nothing(one: Plan, other: Plan) -> None:
    assert between_plans(one, other) == between_plans(other, one)


@given(plans(), plans(), st.randoms())
def test_the_order_of_the_sectors_changes_nothing(one: Plan, other: Plan, random: object) -> None:
    mixed = list(one.sectors)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert between_plans(replace(one, sectors=tuple(mixed)), other) == between_plans(one, other)


@given(plans(), plans(), st.integers(1, 60))
def test_a_larger_radius_loses_nothing(one: Plan, other: Plan, radius: int) -> None:
    before = between_plans(one, other)
    wider = replace(one, radius_km=max(one.radius_km, radius))
    if isinstance(before, Nearness):
        assert between_plans(wider, other) == before


@given(plans(), plans())
def test_what_is_near_shares_a_sector_and_lies_within_the_larger_radius(
    one: Plan, other: Plan
) -> None:
    found = between_plans(one, other)
    if isinstance(found, Silence):
        assert found.label
        return
    assert found.sectors
    assert set(found.sectors) <= set(one.sectors) & set(other.sectors)
    assert one.place is not None
    assert other.place is not None
    inside = territories.codes_within(one.place.code) & territories.codes_within(other.place.code)
    if found.distance_km is not None and not inside:
        assert found.distance_km <= max(one.radius_km, other.radius_km)


@given(plans(), plans())
def test_an_unknown_place_gives_no_signal_and_is_said(one: Plan, other: Plan) -> None:
    assert between_plans(replace(one, place=None), other) is Silence.UNKNOWN_PLACE
    assert around_plan(replace(one, place=None), Seat(sectors=SECTORS, point=None)) is (
        Silence.UNKNOWN_PLACE
    )


@given(st.floats(0, 200, allow_nan=False))
def test_a_distance_is_told_by_steps_of_five(distance: float) -> None:
    steps = round_distance(distance)
    assert steps % 5 == 0
    assert abs(steps - distance) <= 2.5 or (steps == 0 and distance < 5)


def test_the_larger_radius_of_two_projects_counts() -> None:
    assert BONDY.centre is not None
    assert BOBIGNY.centre is not None
    apart = distance_km(BONDY.centre, BOBIGNY.centre)
    small = replace(LAUNDRY, place=BOBIGNY, radius_km=1)
    assert between_plans(LAUNDRY, small) == Nearness(
        sectors=("blanchisserie",), distance_km=pytest.approx(apart)
    )
    assert between_plans(replace(LAUNDRY, radius_km=1), small) is Silence.TOO_FAR


def test_another_sector_or_none_is_no_signal() -> None:
    other = replace(LAUNDRY, sectors=(SECTORS[1],))
    assert between_plans(LAUNDRY, other) is Silence.OTHER_SECTOR
    assert between_plans(LAUNDRY, replace(LAUNDRY, sectors=())) is Silence.UNKNOWN_SECTOR


def test_near_a_wider_territory_is_inside_it() -> None:
    wide = replace(LAUNDRY, place=territories.get("93"), radius_km=1)
    assert between_plans(wide, LAUNDRY) == Nearness(sectors=("blanchisserie",), distance_km=None)
    assert between_plans(wide, replace(LAUNDRY, place=territories.get("75120"))) is Silence.TOO_FAR
    assert wide.place is not None
    assert wide.place.kind is TerritoryKind.DEPARTMENT


def test_a_structure_is_near_by_its_point_or_by_its_commune() -> None:
    assert BOBIGNY.centre is not None
    seat = Seat(sectors=SECTORS, point=BOBIGNY.centre)
    found = around_plan(LAUNDRY, seat)
    assert isinstance(found, Nearness)
    assert found.distance_km is not None
    assert around_plan(replace(LAUNDRY, radius_km=1), seat) is Silence.TOO_FAR
    unplaced = replace(seat, point=None)
    assert around_plan(LAUNDRY, unplaced) is Silence.UNKNOWN_PLACE
    here = replace(unplaced, codes=frozenset({"93010", "93"}))
    assert around_plan(LAUNDRY, here) == Nearness(sectors=("blanchisserie",), distance_km=None)
    assert around_plan(replace(LAUNDRY, place=territories.get("T8")), here) == Nearness(
        sectors=("blanchisserie",), distance_km=None
    )
    assert around_plan(replace(LAUNDRY, place=BOBIGNY), here) is Silence.TOO_FAR


def test_a_point_at_the_very_place_is_less_than_a_step_away() -> None:
    assert BONDY.centre is not None
    seat = Seat(sectors=SECTORS, point=Point(lat=BONDY.centre.lat, lon=BONDY.centre.lon))
    found = around_plan(LAUNDRY, seat)
    assert isinstance(found, Nearness)
    assert say_distance(found.distance_km) == "à moins de 5\u00a0km"
    assert say_distance(12.4) == "à environ 10\u00a0km"
    assert say_distance(None).startswith("sur un territoire")

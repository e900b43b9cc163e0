from __future__ import annotations

import math

import pytest

from app.siting.nearness import kilometres_to_limit
from app.territories import Point, distance_km

SQUARE = [[[[2.0, 48.5], [2.2, 48.5], [2.2, 48.7], [2.0, 48.7], [2.0, 48.5]]]]


def test_the_distance_is_to_the_nearest_side_not_to_a_corner() -> None:
    (distance,) = kilometres_to_limit([Point(lat=48.6, lon=2.3)], SQUARE)
    side = distance_km(Point(lat=48.6, lon=2.3), Point(lat=48.6, lon=2.2))
    assert distance == pytest.approx(side, rel=0.01)


def test_a_point_inside_is_measured_to_the_limit_too() -> None:
    (distance,) = kilometres_to_limit([Point(lat=48.6, lon=2.19)], SQUARE)
    assert 0.5 < distance < 1


def test_nothing_to_be_near_is_infinitely_far() -> None:
    assert kilometres_to_limit([Point(lat=48.6, lon=2.1)], []) == [math.inf]
    assert kilometres_to_limit([], SQUARE) == []

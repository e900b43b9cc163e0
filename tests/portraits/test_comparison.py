from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.portraits.comparison import (
    FEW,
    Figure,
    Measure,
    inhabitants_for_one,
    per_inhabitants,
    say_points,
    say_ratio,
    share,
)

numbers = st.floats(min_value=0, max_value=1e9, allow_nan=False)


def figure(here: float | None, region: float | None, **values: object) -> Figure:
    return Figure(key="k", label="K", here=here, region=region, **values)  # type: ignore[arg-type]


@given(here=st.none() | numbers, region=st.none() | numbers, measure=st.sampled_from(Measure))
def test_any_two_values_are_said_without_a_ratio_on_nothing(
    here: float | None, region: float | None, measure: Measure
) -> None:
    found = figure(here, region, measure=measure)
    assert (found.ratio is None) == (here is None or not region)
    assert found.words
    assert found.shown
    if found.ratio is None:
        assert "impossible" in found.words


@given(
    here=st.floats(min_value=0.01, max_value=1e6), region=st.floats(min_value=0.01, max_value=1e6)
)
def test_more_and_less_are_on_the_right_side(here: float, region: float) -> None:
    said = figure(here, region, measure=Measure.RATE).words
    if "plus" in said:
        assert here > region
    elif "moins" in said:
        assert here < region
    else:
        assert abs(here / region - 1) <= 0.05


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1.0, "À peu près comme dans la région."),
        (1.04, "À peu près comme dans la région."),
        (1.26, "26\u00a0% de plus que dans la région."),
        (0.74, "26\u00a0% de moins que dans la région."),
        (2.34, "2,3 fois plus que dans la région."),
        (0.25, "4 fois moins que dans la région."),
    ],
)
def test_a_ratio_in_words(ratio: float, said: str) -> None:
    assert say_ratio(ratio) == said


def test_shares_are_compared_by_points() -> None:
    assert say_points(0.4) == "À peu près comme dans la région."
    assert say_points(1.2) == "1\u00a0point de plus que dans la région."
    assert say_points(-19) == "19\u00a0points de moins que dans la région."
    assert figure(0.5, 0.25, measure=Measure.SHARE).shown == "50\u00a0%"


def test_a_total_is_a_part_of_the_regional_total() -> None:
    assert figure(63, 302).words == "20,9\u00a0% du total régional."


def test_nothing_is_said_as_nothing_and_few_as_few() -> None:
    assert figure(0, 12, counted=0).words == "Aucun ici."
    assert "Petit nombre" in figure(3, 12, counted=3).words
    assert "Petit nombre" not in figure(FEW, 40, counted=FEW).words


def test_the_unknown_is_not_zero() -> None:
    assert figure(None, 3).shown == "inconnu"
    assert per_inhabitants(None, 1000, 100) is None
    assert per_inhabitants(5, 0, 100) is None
    assert share(0, 0) is None
    assert inhabitants_for_one(0, 1000) is None
    assert inhabitants_for_one(3, 0) is None


@given(count=st.integers(1, 10_000), people=st.integers(1, 20_000_000))
def test_inhabitants_for_one_is_near_the_quotient(count: int, people: int) -> None:
    found = inhabitants_for_one(count, people)
    assert found is not None
    assert abs(found - people / count) <= 50.5


@pytest.mark.parametrize("value", [0.0, 0.004, 10.0, 100.0, 12447.0])
def test_numbers_lose_no_zero_that_counts(value: float) -> None:
    shown = figure(value, 1.0, digits=1).shown.replace("\u202f", "").replace(",", ".")
    assert float(shown) == pytest.approx(value, abs=0.05)

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.tenders.insertion_hours import PUBLISHED_EXAMPLE, contracts_for, insertion_hours


def test_the_published_example_is_found_again() -> None:
    example = PUBLISHED_EXAMPLE
    hours = insertion_hours(example.amount, example.labour_share, example.rate, example.hourly_cost)
    assert round(hours) == example.hours


def test_a_full_time_year_is_one_post_and_one_contract_of_twelve_months() -> None:
    posts = contracts_for(1820, months=12)
    assert (posts.fte, posts.contracts, posts.full_time_months) == (1, 1, 12)


def test_the_same_hours_make_twice_as_many_contracts_of_six_months() -> None:
    posts = contracts_for(1820, months=6)
    assert (posts.fte, posts.contracts) == (1, 2)


def test_without_a_length_there_is_no_number_of_contracts() -> None:
    posts = contracts_for(140)
    assert posts.contracts is None
    assert posts.fte == pytest.approx(0.0769, abs=1e-4)


def test_another_year_may_be_counted() -> None:
    assert contracts_for(1505, hours_per_year=1505).fte == 1


def test_no_hour_makes_no_contract() -> None:
    assert contracts_for(0, months=6).contracts == 0


@pytest.mark.parametrize(
    ("hours", "year", "months"),
    [(-1, 1820, None), (math.nan, 1820, None), (140, 0, None), (140, 1820, 0), (math.inf, 1, 1)],
)
def test_impossible_hours_are_refused_in_french(
    hours: float, year: float, months: float | None
) -> None:
    with pytest.raises(InvalidError, match="hors limites"):
        contracts_for(hours, year, months)


@pytest.mark.parametrize(
    "values",
    [
        (-1, 0.5, 0.05, 30),
        (1, 1.5, 0.05, 30),
        (1, 0.5, 5, 30),
        (1, 0.5, 0.05, 0),
        (1, 0.5, 0.05, math.nan),
    ],
)
def test_an_impossible_calculation_is_refused(values: tuple[float, float, float, float]) -> None:
    with pytest.raises(InvalidError):
        insertion_hours(*values)


@given(st.floats(0, 1e9), st.floats(500, 2500), st.floats(0.5, 60))
def test_contracts_give_their_hours_back(hours: float, year: float, months: float) -> None:
    posts = contracts_for(hours, year, months)
    assert posts.contracts is not None
    assert math.isclose(posts.contracts * year * months / 12, hours, rel_tol=1e-9, abs_tol=1e-9)

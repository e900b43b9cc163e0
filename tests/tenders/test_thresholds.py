from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tenders.thresholds import (
    THRESHOLDS,
    BuyerKind,
    Nature,
    ThresholdKind,
    is_above_european,
    natures_of,
    thresholds_on,
)

IN_2025 = date(2025, 6, 1)
IN_2026 = date(2026, 11, 23)
SERVICES = frozenset({Nature.SERVICES})
WORKS = frozenset({Nature.WORKS})


def amounts(day: date, kind: ThresholdKind, nature: Nature) -> set[int]:
    return {t.amount for t in thresholds_on(day) if t.kind is kind and nature in t.natures}


def test_every_row_has_its_source_and_says_it_is_to_check() -> None:
    for row in THRESHOLDS:
        assert row.source
        assert row.source_date
        assert "à vérifier" in row.reliability.label
        assert row.since is None or row.until is None or row.since <= row.until


@pytest.mark.parametrize(
    ("day", "nature", "expected"),
    [
        (IN_2025, Nature.SERVICES, {143_000, 221_000, 443_000}),
        (IN_2026, Nature.SERVICES, {140_000, 216_000, 432_000}),
        (IN_2025, Nature.WORKS, {5_538_000}),
        (IN_2026, Nature.WORKS, {5_404_000}),
        (IN_2026, Nature.SOCIAL_SERVICES, {750_000}),
        (date(2023, 6, 1), Nature.SERVICES, set()),
        (date(2028, 1, 1), Nature.SERVICES, set()),
    ],
)
def test_the_european_thresholds_of_a_day(day: date, nature: Nature, expected: set[int]) -> None:
    assert amounts(day, ThresholdKind.EUROPEAN, nature) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 3, 31), {40_000}), (date(2026, 4, 1), {60_000}), (IN_2026, {60_000})],
)
def test_the_exemption_changes_overnight(day: date, expected: set[int]) -> None:
    assert amounts(day, ThresholdKind.EXEMPTION, Nature.SERVICES) == expected
    assert amounts(day, ThresholdKind.EXEMPTION, Nature.WORKS) == {100_000}


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_no_day_has_two_thresholds_for_the_same_case(day: date) -> None:
    cases = [
        (t.kind, nature, buyer)
        for t in thresholds_on(day)
        for nature in t.natures
        for buyer in t.buyers or frozenset(BuyerKind)
    ]
    assert len(cases) == len(set(cases))


@pytest.mark.parametrize(
    ("value", "buyer", "expected"),
    [
        (139_999, None, False),
        (140_000, None, None),
        (180_000, None, None),
        (180_000, BuyerKind.CENTRAL, True),
        (180_000, BuyerKind.LOCAL, False),
        (216_000, None, True),
        (216_000, BuyerKind.UTILITY, False),
        (432_000, BuyerKind.UTILITY, True),
        (None, None, None),
        (0, None, None),
        (-5, None, None),
        (math.nan, None, None),
        (math.inf, None, None),
    ],
)
def test_a_value_of_services_against_the_thresholds(
    value: float | None, buyer: BuyerKind | None, expected: bool | None
) -> None:
    assert is_above_european(value, SERVICES, buyer, IN_2026) is expected


def test_the_same_value_changes_side_with_the_year() -> None:
    assert is_above_european(218_000, SERVICES, BuyerKind.LOCAL, IN_2025) is False
    assert is_above_european(218_000, SERVICES, BuyerKind.LOCAL, IN_2026) is True


def test_works_have_one_threshold_for_everybody() -> None:
    assert is_above_european(5_404_000, WORKS, None, IN_2026) is True
    assert is_above_european(5_403_999, WORKS, None, IN_2026) is False


def test_what_may_be_a_social_service_waits_for_both_thresholds() -> None:
    natures = natures_of(["services"], ["85312510"])
    assert is_above_european(300_000, natures, BuyerKind.LOCAL, IN_2026) is None
    assert is_above_european(800_000, natures, BuyerKind.LOCAL, IN_2026) is True
    assert is_above_european(100_000, natures, BuyerKind.LOCAL, IN_2026) is False


def test_a_nature_without_a_known_threshold_that_day_is_unknown() -> None:
    natures = natures_of(["services"], ["85312510"])
    assert is_above_european(800_000, natures, None, IN_2025) is None
    assert is_above_european(1e9, SERVICES, None, date(2020, 1, 1)) is None


def test_unknown_natures_are_sure_only_at_the_extremes() -> None:
    assert is_above_european(100_000, frozenset(), None, IN_2026) is False
    assert is_above_european(1_000_000, frozenset(), None, IN_2026) is None
    assert is_above_european(6_000_000, frozenset(), None, IN_2026) is True


def test_natures_are_read_as_notices_write_them() -> None:
    assert natures_of(["travaux", "inconnue"]) == WORKS
    assert natures_of(["services"], ["90910000"]) == SERVICES
    assert natures_of([]) == frozenset()


@given(
    st.floats(1, 1e8),
    st.sets(st.sampled_from(list(Nature))),
    st.none() | st.sampled_from(list(BuyerKind)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_a_higher_value_is_never_less_above(
    value: float, natures: set[Nature], buyer: BuyerKind | None, day: date
) -> None:
    here = is_above_european(value, natures, buyer, day)
    more = is_above_european(value * 2, natures, buyer, day)
    assert more is True or here is not True
    assert here is False or more is not False

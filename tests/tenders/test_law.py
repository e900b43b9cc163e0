from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.tenders.law import THRESHOLDS, expects_social_clause, find_thresholds


@pytest.mark.parametrize(
    ("family", "published", "expected"),
    [
        ("JOUE", date(2026, 8, 22), True),
        ("JOUE", date(2026, 8, 21), False),
        ("JOUE", None, False),
        ("FNS", date(2026, 12, 1), False),
        ("", date(2026, 12, 1), False),
    ],
)
def test_a_social_condition_is_expected_above_the_thresholds_since_the_law(
    family: str, published: date | None, expected: bool
) -> None:
    assert expects_social_clause(family, published) is expected


def test_thresholds_follow_each_other_and_say_that_they_are_unverified() -> None:
    for one, two in pairwise(THRESHOLDS):
        assert two.since == one.until + timedelta(days=1)
    assert find_thresholds(date(2026, 6, 1)) is THRESHOLDS[-1]
    assert find_thresholds(date(2010, 1, 1)) is None
    assert not any(row.is_verified for row in THRESHOLDS)

from __future__ import annotations

import re
from datetime import date

import pytest

from app.matching.kinds import SiaeKind
from app.tenders.law import ARTICLES, expects_social_clause


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


def test_articles_name_kinds_that_exist_and_never_admit_a_kind_they_leave_to_check() -> None:
    kinds = {kind.value for kind in SiaeKind}
    for number, article in ARTICLES.items():
        assert re.fullmatch(r"L\d{4}-\d+(-\d)?", number)
        assert article.title
        assert article.admitted | article.to_check <= kinds
        assert not article.admitted & article.to_check

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidError
from app.siting import (
    NEED_CLASSES,
    NEED_WEIGHTS,
    TerritoryFigures,
    class_of,
    need_index,
    sensitivity,
)

COUNTS = st.one_of(st.none(), st.integers(0, 10_000_000).map(float))
SMALL = st.one_of(st.none(), st.integers(0, 90).map(float))


@st.composite
def territory_lists(draw: st.DrawFn, least: int = 1) -> list[TerritoryFigures]:
    size = draw(st.integers(least, 7))
    return [
        TerritoryFigures(
            code=f"{n:02d}",
            population=draw(COUNTS),
            job_seekers=draw(COUNTS),
            qpv_population=draw(COUNTS),
            siae_posts=draw(COUNTS),
            siae_count=draw(SMALL),
            sectors_present=draw(SMALL),
        )
        for n in range(size)
    ]


def known(code: str, **changes: float | None) -> TerritoryFigures:
    usual = TerritoryFigures(
        code=code,
        population=100_000,
        job_seekers=8_000,
        qpv_population=10_000,
        siae_posts=200,
        siae_count=10,
        sectors_present=12,
    )
    return replace(usual, **changes)


def score_of(territories: list[TerritoryFigures], code: str) -> float:
    need = need_index(territories)[code]
    assert need is not None
    return need.score


def test_weights_add_up_to_a_hundred_and_the_sides_are_even() -> None:
    assert sum(weight.points for weight in NEED_WEIGHTS) == 100
    assert sum(weight.points for weight in NEED_WEIGHTS if weight.is_need) == 50
    assert all(weight.reason for weight in NEED_WEIGHTS)


def test_equal_territories_are_all_like_the_whole() -> None:
    needs = need_index([known("a"), known("b"), known("c")])
    for need in needs.values():
        assert need is not None
        assert need.score == pytest.approx(50)
        assert need.confidence == pytest.approx(1)
        assert not need.is_partial
        assert need.need_class.number == 3


@given(territory_lists())
def test_bounds_hold_whatever_is_known(territories: list[TerritoryFigures]) -> None:
    for need in need_index(territories).values():
        if need is None:
            continue
        assert 0 <= need.score <= 100
        assert 0 < need.confidence <= 1
        for part in need.parts:
            assert part.why.endswith(".")
            assert 0 <= part.known <= 1
            assert part.value is None or 0 <= part.value <= 1


@given(territory_lists(), st.integers(0, 1_000_000))
def test_more_job_seekers_never_lower_the_need(
    territories: list[TerritoryFigures], more: int
) -> None:
    first = territories[0]
    if first.job_seekers is None:
        return
    raised = replace(first, job_seekers=first.job_seekers + more)
    before = need_index(territories)[first.code]
    after = need_index([raised, *territories[1:]])[first.code]
    if before is None:
        return
    assert after is not None
    assert after.score >= before.score - 1e-7


@given(
    territory_lists(),
    st.sampled_from(["siae_posts", "siae_count", "sectors_present"]),
    st.integers(0, 1_000_000),
)
def test_more_supply_never_raises_the_need(
    territories: list[TerritoryFigures], field: str, more: int
) -> None:
    first = territories[0]
    value = getattr(first, field)
    before = need_index(territories)[first.code]
    if value is None or before is None:
        return
    raised = replace(first, **{field: value + more})
    after = need_index([raised, *territories[1:]])[first.code]
    assert after is not None
    assert after.score <= before.score + 1e-7


@given(territory_lists(least=2), st.randoms())
def test_the_order_of_territories_changes_nothing(
    territories: list[TerritoryFigures], random: object
) -> None:
    shuffled = list(territories)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert need_index(shuffled) == need_index(territories)
    assert sensitivity(need_index(shuffled)) == sensitivity(need_index(territories))


@given(st.integers(1, 5))
def test_nothing_known_gives_no_index(size: int) -> None:
    needs = need_index([TerritoryFigures(code=str(n)) for n in range(size)])
    assert set(needs.values()) == {None}
    assert sensitivity(needs) == {}


def test_an_unknown_part_lowers_confidence_and_never_counts_as_zero() -> None:
    whole = need_index([known("a"), known("b")])["a"]
    part = need_index([known("a", qpv_population=None), known("b")])["a"]
    none_there = need_index([known("a", qpv_population=0), known("b")])["a"]
    assert whole is not None
    assert part is not None
    assert none_there is not None
    assert part.score == pytest.approx(whole.score)
    assert part.confidence == pytest.approx(0.85)
    assert none_there.score < part.score


def test_structures_stand_in_for_posts_for_half_of_the_weight() -> None:
    need = need_index([known("a", siae_posts=None), known("b", siae_posts=None)])["a"]
    assert need is not None
    supply = next(part for part in need.parts if part.key == "supply")
    assert supply.value == pytest.approx(0.5)
    assert supply.why.startswith("Faute de postes")
    assert need.confidence == pytest.approx(1 - 0.35 / 2)


def test_supply_alone_says_that_the_need_is_not_known() -> None:
    bare = TerritoryFigures(code="a", population=1e5, siae_count=4, sectors_present=5)
    need = need_index([bare, replace(bare, code="b", siae_count=8)])["a"]
    assert need is not None
    assert not need.has_need_side
    assert need.is_partial
    assert need.confidence == pytest.approx(0.325)


def test_more_need_and_less_supply_rank_first() -> None:
    poor = known("a", job_seekers=16_000, siae_posts=50)
    assert score_of([poor, known("b")], "a") > 55 > 50 > score_of([poor, known("b")], "b")


@pytest.mark.parametrize("value", [-1, math.inf, math.nan])
def test_what_counts_nothing_is_refused(value: float) -> None:
    with pytest.raises(InvalidError):
        TerritoryFigures(code="a", population=value)


def test_classes_cover_the_scale_in_order() -> None:
    assert [c.number for c in NEED_CLASSES] == [1, 2, 3, 4, 5]
    assert class_of(0).number == 1
    assert class_of(50).number == 3
    assert class_of(65).number == class_of(100).number == 5


@given(territory_lists(least=2))
def test_the_usual_rank_and_score_lie_within_their_range(
    territories: list[TerritoryFigures],
) -> None:
    needs = need_index(territories)
    for code, stability in sensitivity(needs).items():
        need = needs[code]
        assert need is not None
        assert 1 <= stability.best_rank <= stability.rank <= stability.worst_rank
        assert stability.worst_rank <= len(territories)
        assert stability.least_score - 1e-7 <= need.score <= stability.most_score + 1e-7


def test_the_range_is_said_in_words() -> None:
    rows = [
        known("a", job_seekers=16_000, sectors_present=30),
        known("b", sectors_present=2),
        known("c", siae_posts=900),
    ]
    found = sensitivity(need_index(rows))
    sentences = {code: stability.sentence for code, stability in found.items()}
    assert sentences["c"] == "rang 3, quels que soient les poids"
    assert "selon les poids" in sentences["a"]
    assert any(not stability.is_class_stable for stability in found.values())

"""The exact search, against every group of small worlds; and what it gives up, step by step."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.group_program import can_group, find_group, list_idle
from app.matching.group_score import MOST, WEIGHTS, worth_of
from app.matching.group_search import NEAR
from app.matching.grouping import GroupAnswer
from app.matching.profiles import Need, Profile
from app.matching.relaxing import SMALLEST_FIRST, Relaxation, find_least
from tests.matching.builders import VERSAILLES, make_area, make_need
from tests.matching.groups import (
    LIGHT,
    ask,
    can,
    draw_needs,
    draw_profiles,
    keys,
    make_board,
    reaches,
    seek,
    structure,
)


@settings(max_examples=40, deadline=None)
@given(draw_needs(), draw_profiles(most=9), LIGHT)
def test_the_search_finds_what_trying_every_group_finds(
    needs: list[Need], profiles: list[Profile], given_up: frozenset[Relaxation]
) -> None:
    board = make_board(needs, profiles, given_up)
    if not board.units:
        return
    most = MOST + (Relaxation.SIXTH_MEMBER in given_up)
    possible = [
        group
        for size in range(2, most + 1)
        for group in combinations(range(len(board.offers)), size)
        if reaches(board, group)
    ]
    barred = list_idle(board) | board.enough_alone_plainly
    found, near = (find_group(board, barred, (), gap) for gap in (0.0, NEAR))
    assert can_group(board) is bool(possible)
    assert (found is None) is not bool(possible)
    if found is None or near is None:
        assert near is found
        return
    size = min(map(len, possible))
    assert found in possible
    assert len(found) == size

    def rank(group: tuple[int, ...]) -> tuple[int, float]:
        second = sum(
            (board.offers[who].profile.answers_in_groups is not True)
            + (len(board.values[who]) == len(board.units))
            for who in group
        )
        return second, -worth_of(board, group)

    best = min(rank(group) for group in possible if len(group) == size)
    assert rank(found)[0] == best[0]
    assert rank(found)[1] == pytest.approx(best[1], abs=0.01)
    assert near in possible
    assert rank(near)[0] == best[0]
    assert rank(near)[1] <= best[1] + NEAR * sum(WEIGHTS.values())


@given(st.frozensets(st.sampled_from(SMALLEST_FIRST), min_size=1))
def test_the_greatest_that_can_be_kept_is_kept(wanted: frozenset[Relaxation]) -> None:
    assert find_least(lambda tried: wanted <= tried) == wanted
    assert find_least(lambda tried: bool(wanted & tried)) == {min(wanted, key=SMALLEST_FIRST.index)}
    assert find_least(lambda tried: not tried) == frozenset()
    assert find_least(lambda tried: False) is None


NEED = make_need(sectors=seek("nettoyage", "tri"))


def steps(answer: GroupAnswer) -> list[str]:
    return [step.relaxation.value for step in answer.relaxed]


def test_nothing_is_given_up_where_those_who_said_so_are_enough() -> None:
    answer = ask(
        NEED, structure(1, "nettoyage"), structure(2, "tri"), structure(3, "tri", says=None)
    )
    assert (keys(answer.proposals[0]), steps(answer)) == ([1, 2], [])
    assert (answer.candidates, answer.willing) == (3, 2)


def test_who_said_nothing_is_asked_where_too_few_said_so() -> None:
    answer = ask(NEED, structure(1, "nettoyage"), structure(2, "tri", says=None))
    assert (keys(answer.proposals[0]), steps(answer)) == ([1, 2], ["not_said"])
    assert "Sur 2\u00a0structures de ces filières, 1 seulement a dit" in answer.relaxed[0].why


def test_those_who_said_so_come_first_even_then() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    answer = ask(
        need,
        structure(1, "nettoyage", says=None),
        structure(2, "nettoyage"),
        structure(3, "tri", says=None),
    )
    assert keys(answer.proposals[0]) == [2, 3]


def test_who_said_no_is_never_asked() -> None:
    answer = ask(NEED, structure(1, "nettoyage"), structure(2, "tri", says=False))
    assert Relaxation.LEFT_OUT.value in steps(answer) or not answer.proposals
    assert all(2 not in keys(group) for group in answer.proposals)


def test_an_area_in_part_is_less_than_a_neighbour_sector() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), territories=("93",))
    part = structure(2, "tri", area=make_area("93066", "93001"))
    near = structure(3, "vitrerie")
    assert steps(ask(need, structure(1, "nettoyage"), part)) == ["part_of_place"]
    assert steps(ask(need, structure(4, "tri"), near)) == ["neighbour_sector"]
    answer = ask(need, structure(1, "nettoyage"), part)
    assert "Tri (Seine-Saint-Denis)" in answer.relaxed[0].why


def test_a_seat_near_the_place_may_leave_its_area() -> None:
    far = structure(2, "tri", area=make_area(VERSAILLES))
    answer = ask(NEED, structure(1, "nettoyage"), far)
    assert steps(answer) == ["beyond_area"]
    assert "30 km" in answer.relaxed[0].why


def test_a_sixth_member_before_less_capacity() -> None:
    need = make_need(fte=24)
    answer = ask(need, *(structure(i, "nettoyage", **can(4)) for i in range(6)))
    assert (len(answer.proposals[0].members), steps(answer)) == (6, ["sixth_member"])


def test_less_capacity_is_said_with_its_figures() -> None:
    need = make_need(fte=30)
    answer = ask(need, *(structure(i, "nettoyage", **can(4)) for i in range(5)))
    assert steps(answer) == ["less_capacity"]
    assert "20\u00a0ETP réunis pour 30\u00a0ETP demandés, soit 67\u00a0%" in answer.relaxed[0].why
    assert any(
        "Il manque environ 10\u00a0ETP sur 30" in text for text in answer.proposals[0].missing
    )
    assert ask(make_need(fte=41), *(structure(i, "nettoyage", **can(4)) for i in range(5))) == (
        GroupAnswer(candidates=5, willing=5)
    )


def test_what_nobody_covers_is_left_out_and_named() -> None:
    need = make_need(sectors=seek("nettoyage", "tri", "tonte"))
    answer = ask(need, structure(1, "nettoyage"), structure(2, "tri"))
    assert steps(answer) == ["left_out"]
    assert "Tonte (Saint-Denis)" in answer.relaxed[0].why
    (group,) = answer.proposals
    assert group.coverage == pytest.approx(2 / 3, abs=0.001)
    assert any(text.startswith("Personne ne couvre") and "Tonte" in text for text in group.missing)


def test_a_neighbour_sector_counts_less_and_is_told() -> None:
    answer = ask(NEED, structure(1, "vitrerie"), structure(2, "tri"))
    (group,) = answer.proposals
    assert (steps(answer), group.coverage) == (["neighbour_sector"], pytest.approx(0.7))
    assert any("filière voisine\u00a0: Nettoyage" in text for text in group.missing)


def test_nothing_is_given_up_where_one_structure_would_be_enough() -> None:
    whole = structure(1, "nettoyage", "tri")
    answer = ask(NEED, whole, structure(2, "nettoyage"))
    assert (answer.proposals, answer.relaxed) == ((), ())
    assert answer.alone == (whole,)

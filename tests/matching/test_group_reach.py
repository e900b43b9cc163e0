"""Who is put aside before the search, against every group of small worlds."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.group_board import Board
from app.matching.group_program import list_idle
from app.matching.group_reach import Reach
from app.matching.group_score import MOST
from app.matching.profiles import Need, Profile
from app.matching.relaxing import Relaxation
from tests.matching.builders import make_area, make_need
from tests.matching.groups import (
    LIGHT,
    can,
    draw_needs,
    draw_profiles,
    make_board,
    reaches,
    seek,
    structure,
)

NOTHING: frozenset[Relaxation] = frozenset()
STEPS = st.sampled_from([0, 1, 3, 10, 1_000])


def reach_among(board: Board, most_steps: int = 1_000) -> Reach:
    barred = list_idle(board) | board.enough_alone_plainly
    return Reach(board, barred, board.needed or 0.0, most_steps)


@settings(max_examples=150, deadline=None)
@given(draw_needs(), draw_profiles(most=9), LIGHT, STEPS)
def test_no_member_of_a_possible_group_is_put_aside_however_few_the_steps(
    needs: list[Need], profiles: list[Profile], given_up: frozenset[Relaxation], steps: int
) -> None:
    board = make_board(needs, profiles, given_up)
    if not board.units:
        return
    for size in range(2, MOST + 1):
        reach = reach_among(board, steps)
        useless = reach.list_useless(size)
        for group in combinations(range(len(board.offers)), size):
            if reaches(board, group):
                assert reach.can_group(size)
                assert reach.least_size(2, MOST) <= size
                assert not useless & set(group)


def test_who_leaves_too_much_to_the_others_is_put_aside() -> None:
    need = make_need(territories=("75", "92", "93", "94"))
    places = [("75", "92"), ("93", "94"), ("75",), ("92", "93", "94"), ("94",)]
    board = make_board(
        [need],
        [structure(key, "nettoyage", area=make_area(*codes)) for key, codes in enumerate(places)],
        NOTHING,
    )
    reach = reach_among(board)
    assert not reach.can_group(1)
    assert reach.least_size(1, MOST) == 2
    assert reach.least_size(3, MOST) == 3
    assert reach.list_useless(2) == {4}
    assert reach.list_useless(3) == frozenset()
    assert reach_among(board, 0).list_useless(2) == frozenset()


def test_who_brings_too_little_capacity_is_put_aside() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), fte=10)
    sizes = {"tri": (7, 2), "nettoyage": (6, 3)}
    board = make_board(
        [need],
        [
            structure(key, slug, **can(fte))
            for key, (slug, fte) in enumerate((s, f) for s, all_of in sizes.items() for f in all_of)
        ],
        NOTHING,
    )
    assert reach_among(board).list_useless(2) == {1}
    assert not reach_among(board).can_group(1)


def test_what_nobody_covers_is_out_of_reach() -> None:
    board = make_board([make_need(sectors=seek("tri"))], [structure(1, "nettoyage")], NOTHING)
    assert not reach_among(board).can_group(MOST)
    assert not reach_among(make_board([make_need()], [], NOTHING)).can_group(MOST)

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.engine import Match
from app.matching.fair_order import (
    SMALL_SEATS,
    STEP,
    WAVE,
    Ranked,
    Seat,
    Standing,
    put_in_order,
    worth_of,
)
from app.matching.rules import Verdict
from tests.matching.builders import make_activity, make_profile


def make_match(key: int, score: float = 0.8, confidence: float = 1.0) -> Match:
    profile = make_profile(key=key, siret=f"{key:014d}")
    return Match(
        profile=profile,
        activity=make_activity(),
        verdict=Verdict.ELIGIBLE,
        score=score,
        confidence=confidence,
        rules=(),
        parts=(),
    )


KNOWN = Standing(received=10, answered=10, recent=1)


def keys(ranked: Sequence[Ranked]) -> list[int]:
    return [one.match.profile.key for one in ranked]


def test_the_best_score_comes_first() -> None:
    matches = [make_match(1, 0.5), make_match(2, 0.9)]
    ranked = put_in_order(matches, dict.fromkeys((1, 2), KNOWN), "B-1")
    assert keys(ranked) == [2, 1]
    assert {one.seat for one in ranked} == {Seat.SCORE}


def test_who_never_answers_goes_down() -> None:
    silent = Standing(received=20, answered=0, recent=5)
    assert worth_of(make_match(1), silent) < worth_of(make_match(1), KNOWN) - STEP
    matches = [make_match(1, 0.85), make_match(2, 0.8)]
    assert keys(put_in_order(matches, {1: silent, 2: KNOWN}, "B-1")) == [2, 1]


def test_a_tie_goes_to_who_received_least_and_then_turns() -> None:
    busy = Standing(received=10, answered=10, recent=4)
    matches = [make_match(n) for n in (1, 2, 3)]
    ranked = put_in_order(matches, {1: busy, 2: KNOWN, 3: KNOWN}, "B-1")
    assert keys(ranked)[-1] == 1
    assert {one.seat for one in ranked} == {Seat.TURN}
    firsts = {keys(put_in_order(matches, {}, f"B-{n}"))[0] for n in range(40)}
    assert firsts == {1, 2, 3}, "each has its turn"


def test_a_wave_keeps_two_seats_for_small_and_new_ones() -> None:
    matches = [make_match(n, 0.9) for n in range(1, 9)] + [make_match(n, 0.5) for n in (9, 10, 11)]
    standings = dict.fromkeys(range(1, 9), KNOWN)  # 9 to 11 received nothing yet
    ranked = put_in_order(matches, standings, "B-1")
    first, second = ranked[:WAVE], ranked[WAVE:]
    called = [one for one in first if one.seat is Seat.SHARE]
    assert len(called) == SMALL_SEATS
    assert {one.match.profile.key for one in called} < {9, 10, 11}
    assert all(one.match.profile.key < 9 for one in second[:4]), "who gave a seat comes next"


@settings(max_examples=50)
@given(
    rows=st.lists(
        st.tuples(
            st.floats(0, 1), st.floats(0, 1), st.integers(0, 20), st.integers(0, 20), st.booleans()
        ),
        max_size=25,
    ),
    seed=st.text(max_size=8),
    mix=st.randoms(use_true_random=False),
)
def test_the_order_is_that_of_the_facts_and_nobody_is_dropped(
    rows: list[tuple[float, float, int, int, bool]], seed: str, mix: object
) -> None:
    matches = [make_match(n, score, known) for n, (score, known, *_) in enumerate(rows)]
    standings = {
        n: Standing(received=received, answered=min(received, answered), is_small=small)
        for n, (_, _, received, answered, small) in enumerate(rows)
    }
    ranked = put_in_order(matches, standings, seed)
    assert sorted(keys(ranked)) == list(range(len(rows)))
    assert all(0 <= one.worth <= 1 for one in ranked)
    mix.shuffle(matches)  # type: ignore[attr-defined]
    assert put_in_order(matches, standings, seed) == ranked

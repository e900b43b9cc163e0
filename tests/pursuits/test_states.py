from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pursuits.states import (
    ACTIVE,
    ENDED,
    FIRST,
    NEXT,
    REASON_LABELS,
    REASONS,
    STATE_LABELS,
    STATE_WORDS,
    PursuitState,
    Reason,
    is_allowed,
    list_pairs,
)


def test_every_state_has_its_words_and_its_place() -> None:
    assert set(STATE_LABELS) == set(STATE_WORDS) == set(NEXT) == set(PursuitState)
    assert set(ACTIVE) | set(ENDED) == set(PursuitState)
    assert not set(ACTIVE) & set(ENDED)
    assert len(set(STATE_WORDS.values())) == len(STATE_WORDS)


def test_every_reason_is_asked_somewhere_and_has_its_words() -> None:
    assert set(REASON_LABELS) == set(Reason)
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(Reason)


def test_every_state_is_reached_from_the_first() -> None:
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        for state in NEXT[waiting.pop()]:
            if state not in reached:
                reached.add(state)
                waiting.append(state)
    assert reached == set(PursuitState)


@pytest.mark.parametrize("state", ENDED)
def test_an_end_leads_nowhere_but_back(state: PursuitState) -> None:
    assert not NEXT[state]


def test_the_words_for_the_database_are_the_machine() -> None:
    for before, after in product(PursuitState, repeat=2):
        word = f"{before}>{after}"
        assert (word in list_pairs()) == is_allowed(before, after)
        assert (word in list_pairs(backwards=True)) == is_allowed(before, after, backwards=True)


@given(st.sampled_from(PursuitState), st.sampled_from(PursuitState))
def test_a_move_is_undone_by_going_back_and_never_by_going_on(
    before: PursuitState, after: PursuitState
) -> None:
    if is_allowed(before, after):
        assert is_allowed(after, before, backwards=True)
        assert not is_allowed(after, before)

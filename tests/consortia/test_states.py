from __future__ import annotations

from app.consortia.states import (
    FIRST,
    FORM_LABELS,
    NEXT,
    PLACE_FIRST,
    PLACE_LABELS,
    PLACE_NEXT,
    STATE_LABELS,
    STATE_SENTENCES,
    STATE_WORDS,
    ConsortiumState,
    LegalForm,
    PlaceState,
)
from app.consortia.texts import load_texts
from app.machines import list_moves


def test_every_state_has_its_words_and_is_reached() -> None:
    assert set(STATE_LABELS) == set(STATE_WORDS) == set(STATE_SENTENCES) == set(NEXT)
    assert set(NEXT) == set(ConsortiumState)
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        for state in NEXT[waiting.pop()]:
            if state not in reached:
                reached.add(state)
                waiting.append(state)
    assert reached == set(ConsortiumState)


def test_nobody_becomes_a_member_without_a_yes() -> None:
    assert set(PLACE_NEXT) == set(PLACE_LABELS) == set(PlaceState)
    before = {state for state, afters in PLACE_NEXT.items() if PlaceState.ACCEPTED in afters}
    assert before == {PlaceState.INVITED, PlaceState.ASKING}
    assert PlaceState.INVITED not in PLACE_NEXT[PlaceState.DECLINED]
    assert set(PLACE_FIRST) <= set(PlaceState)


def test_the_words_for_the_database_are_the_machine() -> None:
    assert set(list_moves(NEXT)) == {f"{a}>{b}" for a, bs in NEXT.items() for b in bs}
    assert not any(pair.startswith("dissolved>") for pair in list_moves(NEXT))


def test_every_form_is_explained_and_every_point_named_once() -> None:
    texts = load_texts()
    assert set(texts.forms) == set(LegalForm) == set(FORM_LABELS)
    assert len({point.key for point in texts.points}) == len(texts.points)
    assert "à vérifier" in texts.law

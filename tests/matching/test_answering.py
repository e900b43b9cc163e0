from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.matching.answering import Answering, answer_lot, can_answer
from app.matching.kinds import SiaeKind
from app.matching.profiles import Need, Profile
from tests.matching.builders import NOW, VERSAILLES, make_area, make_need, make_profile
from tests.matching.groups import IAE, can, does, draw_needs, draw_profiles, seek, structure


@pytest.mark.parametrize(
    ("need", "profile", "expected"),
    [
        (make_need(), structure(1, "nettoyage"), Answering.ALONE),
        (make_need(), structure(1, "nettoyage", area=None), Answering.ALONE),
        (make_need(fte=5), structure(1, "nettoyage", **can(6)), Answering.ALONE),
        (make_need(), structure(1, "nettoyage", kind=SiaeKind.ACI), Answering.ALONE),
        (
            make_need(sectors=seek("nettoyage", "tri")),
            structure(1, "nettoyage"),
            Answering.TOGETHER,
        ),
        (make_need(fte=5), structure(1, "nettoyage", **can(3)), Answering.TOGETHER),
        (make_need(territories=("93", "78")), structure(1, "nettoyage"), Answering.TOGETHER),
        (make_need(fte=5), structure(1, "nettoyage"), Answering.TO_CHECK),
        (make_need(), structure(1, "nettoyage", is_inferred=True), Answering.TO_CHECK),
        (
            make_need(reservation=IAE),
            structure(1, "nettoyage", kind=SiaeKind.EITI),
            Answering.TO_CHECK,
        ),
        (make_need(sectors=()), structure(1, "nettoyage"), Answering.TO_CHECK),
        (make_need(territories=()), structure(1, "nettoyage"), Answering.TO_CHECK),
        (make_need(reservation=IAE), structure(1, "nettoyage", kind=SiaeKind.EA), Answering.NO),
        (make_need(), structure(1, "nettoyage", kind=SiaeKind.ETTI), Answering.NO),
        (make_need(), structure(1, "tri"), Answering.NO),
        (make_need(), structure(1, "nettoyage", area=make_area(VERSAILLES)), Answering.NO),
        (make_need(), make_profile(activities=()), Answering.NO),
    ],
)
def test_how_one_structure_could_answer_one_lot(
    need: Need, profile: Profile, expected: Answering
) -> None:
    assert answer_lot(need, profile, NOW) is expected


def test_a_far_seat_without_an_area_is_to_check() -> None:
    profile = make_profile(commune="77379", activities=does("nettoyage", area=None))
    assert answer_lot(make_need(), profile, NOW) is Answering.TO_CHECK


def test_a_consultation_is_answered_by_its_best_open_lot() -> None:
    profile = structure(1, "nettoyage")
    other, mixed = make_need(sectors=seek("tri")), make_need(sectors=seek("nettoyage", "tri"))
    closed = make_need(deadline=NOW)
    assert can_answer([other, make_need()], profile, NOW) is Answering.ALONE
    assert can_answer([other, mixed], profile, NOW) is Answering.TOGETHER
    assert can_answer([other, closed], profile, NOW) is Answering.NO
    assert can_answer([], profile, NOW) is Answering.NO
    assert [a.label for a in Answering] == [
        "On peut répondre seul", "À plusieurs", "À vérifier", "Non",
    ]  # fmt: skip


@settings(max_examples=40)
@given(draw_needs(), draw_profiles())
def test_every_structure_gets_an_answer_whatever_the_order_of_lots(
    needs: list[Need], profiles: list[Profile]
) -> None:
    for profile in profiles:
        assert can_answer(needs, profile, NOW) is can_answer(needs[::-1], profile, NOW)

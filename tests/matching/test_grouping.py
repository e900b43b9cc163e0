from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.engine import Matcher
from app.matching.group_sharing import HEAVIEST
from app.matching.group_table import Grade
from app.matching.grouping import compose_groups, propose_groups
from app.matching.kinds import SiaeKind
from app.matching.profiles import Need, Profile
from app.matching.relaxing import Relaxation
from app.matching.rules import Verdict
from tests.matching.builders import NOW, SAINT_DENIS, TODAY, make_area, make_need
from tests.matching.groups import (
    IAE,
    ask,
    can,
    draw_needs,
    draw_profiles,
    keys,
    propose,
    seek,
    structure,
)


def test_two_structures_cover_together_what_none_covers_alone() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    (group,) = propose(need, structure(1, "nettoyage"), structure(2, "tri"), structure(3, "tonte"))
    assert keys(group) == [1, 2]
    assert group.coverage == 1
    assert {m.profile.key: m.sectors for m in group.members} == {1: ("Nettoyage",), 2: ("Tri",)}
    assert group.lead is group.members[0]
    assert group.lead_why
    assert "2\u00a0filières sur 2" in group.why[0]
    assert [(row.sector, row.places, row.grade) for row in group.table] == [
        ("Nettoyage", ("Saint-Denis",), Grade.COVERED),
        ("Tri", ("Saint-Denis",), Grade.COVERED),
    ]


def test_no_group_where_each_structure_is_enough() -> None:
    answer = ask(make_need(), structure(1, "nettoyage"), structure(2, "nettoyage"))
    assert answer.proposals == ()
    assert [profile.key for profile in answer.alone] == [1, 2]


def test_a_volume_that_one_cannot_carry_makes_a_group_of_those_who_do_the_same() -> None:
    need = make_need(fte=5)
    answer = ask(need, structure(1, "nettoyage"), structure(2, "nettoyage"), structure(3, "tri"))
    (group,) = answer.proposals
    assert (keys(group), answer.alone) == ([1, 2], ())
    assert [member.share for member in group.members] == [0.5, 0.5]


def test_nothing_is_proposed_without_a_sector_or_a_candidate() -> None:
    assert propose(make_need(sectors=()), structure(1, "nettoyage")) == ()
    assert propose(make_need(sectors=seek("nettoyage", "tri"))) == ()
    assert propose([], structure(1, "nettoyage")) == ()


def test_no_useless_member() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    for group in propose(
        need, structure(1, "nettoyage", "vitrerie"), structure(2, "tri"), structure(3, "vitrerie")
    ):
        assert 3 not in keys(group)


def test_lots_are_shared_and_named() -> None:
    needs = [make_need(), make_need(sectors=seek("tonte"))]
    found = propose_groups(
        needs,
        Matcher([structure(1, "nettoyage"), structure(2, "tonte")]),
        NOW,
        lots=("A", "B"),
    )
    assert {m.profile.key: m.lots for m in found.proposals[0].members} == {1: ("A",), 2: ("B",)}


def test_each_covers_its_part_of_the_territory() -> None:
    need = make_need(territories=("93", "78"))
    west = structure(2, "nettoyage", area=make_area("78"))
    (group,) = propose(need, structure(1, "nettoyage"), west)
    assert (keys(group), group.coverage) == ([1, 2], 1)


def test_the_region_is_shared_by_departements() -> None:
    need = make_need(territories=("R11",))
    areas = [make_area("75", "92", "93", "94"), make_area("77", "78", "91", "95")]
    (group,) = propose(
        need, *(structure(i, "nettoyage", area=area) for i, area in enumerate(areas))
    )
    assert group.coverage == 1
    assert [len(row.places) for row in group.table] == [4, 4]


def test_a_missing_capacity_is_found_together() -> None:
    need = make_need(fte=10, fte_source="18 200 h")
    (group,) = propose(
        need, structure(1, "nettoyage", **can(6)), structure(2, "nettoyage", **can(5))
    )
    assert (group.capacity_known, group.capacity_needed) == (11, 10)
    assert any("11\u00a0ETP" in why for why in group.why)


def test_an_unknown_capacity_is_asked_for() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), fte=10)
    answer = ask(need, structure(1, "nettoyage", **can(2)), structure(2, "tri"))
    assert answer.relaxed == ()
    assert any(
        "Capacité à demander\u00a0: Structure 2" in text for text in answer.proposals[0].missing
    )


def test_an_old_capacity_is_no_capacity() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), fte=10)
    old = {"capacity_fte": 20, "capacity_as_of": TODAY - timedelta(days=91)}
    (group,) = propose(need, structure(1, "nettoyage", **old), structure(2, "tri"))
    assert group.capacity_known is None


def test_who_carries_most_of_the_load_leads() -> None:
    need = make_need(sectors=seek("nettoyage", "tri", "tonte"), fte=10)
    small = structure(1, "nettoyage", "tonte", **can(1))
    (group,) = propose(need, small, structure(2, "tri", **can(9)))
    assert group.lead.profile.key == 2
    assert group.lead.share == 0.9
    assert "90\u00a0%" in group.lead_why


def test_a_structure_that_the_reservation_refuses_is_in_no_group() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), reservation=IAE)
    adapted = structure(2, "tri", kind=SiaeKind.EA)
    assert propose(need, structure(1, "nettoyage"), adapted) == ()
    (group,) = propose(need, structure(1, "nettoyage"), adapted, structure(3, "tri"))
    assert keys(group) == [1, 3]
    assert any("L2113-13" in why for why in group.why)


def test_a_refusal_on_one_lot_leaves_the_other() -> None:
    needs = [make_need(reservation=IAE), make_need(sectors=seek("tri"))]
    (group,) = propose(needs, structure(1, "nettoyage"), structure(2, "tri", kind=SiaeKind.EA))
    assert keys(group) == [1, 2]


def test_what_is_to_check_is_said_with_the_member() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), reservation=IAE)
    eiti = structure(2, "tri", kind=SiaeKind.EITI)
    (group,) = propose(need, structure(1, "nettoyage"), eiti)
    member = next(m for m in group.members if m.profile.key == 2)
    assert member.verdict is Verdict.TO_CHECK
    assert group.lead.profile.key == 1
    assert any(text.startswith("Structure 2\u00a0: Lot réservé") for text in group.missing)


def test_an_undeclared_area_is_asked_for() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    (group,) = propose(need, structure(1, "nettoyage", area=None), structure(2, "tri"))
    assert group.coverage == 1
    assert "Zone d’intervention à demander\u00a0: Structure 1." in group.missing


def test_a_closed_lot_is_left_out_and_a_lot_without_sector_is_told() -> None:
    closed = make_need(sectors=seek("tonte"), deadline=NOW - timedelta(days=1))
    vague = make_need(sectors=())
    whole = make_need(sectors=seek("nettoyage", "tri"))
    profiles = (structure(1, "nettoyage"), structure(2, "tri"), structure(3, "tonte"))
    (group,) = propose([whole, closed, vague], *profiles)
    assert keys(group) == [1, 2]
    assert any("lot\u00a03" in text for text in group.missing)
    assert propose([closed], *profiles) == ()


def test_three_proposals_unlike_one_another() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    profiles = [structure(i, "nettoyage" if i % 2 else "tri") for i in range(12)]
    found = propose(need, *profiles)
    assert len(found) == 3
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert len({*keys(found[one])} & {*keys(found[other])}) <= 1


def test_a_rare_sector_is_not_hidden_by_a_common_one() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    crowd = [structure(i, "nettoyage") for i in range(1, 60)]
    found = propose(need, *crowd, structure(99, "tri"))
    assert len(found) == 3
    assert all(99 in keys(group) for group in found)


@settings(max_examples=40, deadline=None)
@given(draw_needs(), draw_profiles(), st.randoms())
def test_proposals_keep_their_promises_whatever_the_order(
    needs: list[Need], profiles: list[Profile], random: Random
) -> None:
    answer = compose_groups(needs, profiles, NOW)
    given_up = {step.relaxation for step in answer.relaxed}
    refused = {p.key for p in profiles if p.answers_in_groups is False}
    silent = {p.key for p in profiles if p.answers_in_groups is None}
    assert len(answer.proposals) <= 3
    assert answer.proposals or not answer.relaxed
    for group in answer.proposals:
        assert 2 <= len(group.members) <= 5 + (Relaxation.SIXTH_MEMBER in given_up)
        assert len(set(keys(group))) == len(group.members)
        assert not refused & set(keys(group))
        assert Relaxation.NOT_SAID in given_up or not silent & set(keys(group))
        assert Relaxation.LEFT_OUT in given_up or all(row.members for row in group.table)
        assert 0 < group.coverage <= 1
        assert 0 <= group.score <= 1
        assert all(part.value is None or 0 <= part.value <= 1 for part in group.parts)
        assert group.lead is group.members[0]
        assert sum(m.share for m in group.members) == pytest.approx(1, abs=0.001)
        assert all(m.share <= HEAVIEST for m in group.members[1:])
        assert all(m.verdict is not Verdict.NOT_ELIGIBLE for m in group.members)
        assert all(text.endswith(".") for text in (*group.why, *group.missing, group.lead_why))
    assert all(step.why.endswith(".") for step in answer.relaxed)
    shuffled = list(profiles)
    random.shuffle(shuffled)
    assert compose_groups(needs, shuffled, NOW) == answer
    assert compose_groups(needs, profiles * 2, NOW) == answer


def test_many_candidates_stay_a_bounded_search() -> None:
    need = make_need(sectors=seek("nettoyage", "tri", "tonte"), fte=20, territories=(SAINT_DENIS,))
    slugs = ("nettoyage", "tri", "tonte")
    profiles = [structure(i, slugs[i % 3], **can(5)) for i in range(800)]
    answer = compose_groups([need], profiles, NOW)
    assert [len(group.members) for group in answer.proposals] == [4, 4, 4]
    assert answer.candidates == 800

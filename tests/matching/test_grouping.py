from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.answering import Answering, answer_lot, can_answer
from app.matching.engine import Matcher
from app.matching.group_search import MOST_CANDIDATES, are_unlike
from app.matching.grouping import HEAVIEST, GroupProposal, compose_groups, propose_groups
from app.matching.kinds import SiaeKind
from app.matching.profiles import Activity, Need, Profile, Reservation, SoughtSector
from app.matching.rules import Verdict
from tests.matching.builders import (
    NOW,
    SAINT_DENIS,
    TODAY,
    VERSAILLES,
    make_activity,
    make_area,
    make_need,
    make_profile,
)

SEINE = make_area("93")
GROUPS = {"nettoyage": "proprete", "vitrerie": "proprete", "tri": "dechets", "tonte": "espaces"}
IAE = Reservation(
    admitted=frozenset({SiaeKind.EI, SiaeKind.AI, SiaeKind.ACI}),
    to_check=frozenset({SiaeKind.EITI}),
    articles=("L2113-13",),
)


def seek(*slugs: str) -> tuple[SoughtSector, ...]:
    return tuple(
        SoughtSector(slug=slug, group=GROUPS[slug], name=slug.capitalize(), weight=1.0)
        for slug in slugs
    )


def does(*slugs: str, **values: object) -> tuple[Activity, ...]:
    defaults: dict[str, object] = {"area": SEINE}
    return tuple(
        make_activity(sector=slug, group=GROUPS[slug], **(defaults | values)) for slug in slugs
    )


def can(fte: float) -> dict[str, object]:
    return {"capacity_fte": fte, "capacity_as_of": TODAY}


def structure(key: int, *slugs: str, kind: SiaeKind = SiaeKind.EI, **values: object) -> Profile:
    return make_profile(key=key, kind=kind, activities=does(*slugs, **values))


def keys(group: GroupProposal) -> list[int]:
    return sorted(member.profile.key for member in group.members)


def propose(need: Need | list[Need], *profiles: Profile) -> tuple[GroupProposal, ...]:
    return propose_groups(need if isinstance(need, list) else [need], Matcher(profiles), NOW)


def test_two_structures_cover_together_what_none_covers_alone() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    (group,) = propose(need, structure(1, "nettoyage"), structure(2, "tri"), structure(3, "tonte"))
    assert keys(group) == [1, 2]
    assert group.coverage == 1
    assert {m.profile.key: m.sectors for m in group.members} == {1: ("Nettoyage",), 2: ("Tri",)}
    assert group.lead is group.members[0]
    assert group.lead_why
    assert "2\u00a0filières sur 2" in group.why[0]


def test_no_group_where_each_structure_is_enough() -> None:
    assert propose(make_need(), structure(1, "nettoyage"), structure(2, "nettoyage")) == ()


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
    assert {m.profile.key: m.lots for m in found[0].members} == {1: ("A",), 2: ("B",)}


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


def test_a_missing_capacity_is_found_together() -> None:
    need = make_need(fte=10, fte_source="18 200 h")
    (group,) = propose(
        need, structure(1, "nettoyage", **can(6)), structure(2, "nettoyage", **can(5))
    )
    assert (group.capacity_known, group.capacity_needed) == (11, 10)
    assert any("11\u00a0ETP" in why for why in group.why)


def test_an_unknown_capacity_is_asked_for_and_a_short_one_is_told() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"), fte=10)
    (group,) = propose(need, structure(1, "nettoyage", **can(2)), structure(2, "tri"))
    assert any("Capacité à demander\u00a0: Structure 2" in text for text in group.missing)
    (group,) = propose(need, structure(1, "nettoyage", **can(2)), structure(2, "tri", **can(3)))
    assert any("Il manque environ 5\u00a0ETP sur 10" in text for text in group.missing)


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


def test_a_neighbour_sector_counts_less_and_is_told() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    (group,) = propose(need, structure(1, "vitrerie"), structure(2, "tri"))
    assert group.coverage == pytest.approx(0.7)
    assert any("filière voisine\u00a0: Nettoyage" in text for text in group.missing)


def test_what_nobody_covers_is_told() -> None:
    need = make_need(sectors=seek("nettoyage", "tri", "tonte"))
    (group,) = propose(need, structure(1, "nettoyage"), structure(2, "tri"))
    assert any(text.startswith("Personne ne couvre") and "Tonte" in text for text in group.missing)


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
        assert are_unlike(keys(found[one]), keys(found[other]))


def test_a_rare_sector_is_not_hidden_by_a_common_one() -> None:
    need = make_need(sectors=seek("nettoyage", "tri"))
    crowd = [structure(i, "nettoyage") for i in range(1, 60)]
    found = propose(need, *crowd, structure(99, "tri"))
    assert found
    assert all(99 in keys(group) for group in found)


SLUGS = st.lists(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=3, unique=True)
AREAS = st.sampled_from([None, SEINE, make_area("78"), make_area("T6"), make_area(VERSAILLES)])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Need], list[Profile]]:
    needs = [
        make_need(
            sectors=seek(*draw(SLUGS)),
            territories=draw(st.sampled_from([(), (SAINT_DENIS,), ("93", "78"), ("R11",)])),
            fte=draw(st.none() | st.floats(0, 30)),
            reservation=draw(st.sampled_from([None, IAE])),
            deadline=draw(st.sampled_from([None, NOW + timedelta(days=9), NOW])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    profiles = [
        structure(
            key,
            *draw(SLUGS),
            kind=draw(st.sampled_from(list(SiaeKind))),
            area=draw(AREAS),
            is_inferred=draw(st.booleans()),
            **draw(st.sampled_from([{}, can(0), can(3), can(12)])),
        )
        for key in range(draw(st.integers(0, 22)))
    ]
    return needs, profiles


@settings(max_examples=60)
@given(worlds(), st.randoms())
def test_proposals_keep_their_promises_whatever_the_order(
    world: tuple[list[Need], list[Profile]], random: Random
) -> None:
    needs, profiles = world
    found = compose_groups(needs, profiles, NOW)
    assert len(found) <= 3
    for group in found:
        assert 2 <= len(group.members) <= 4
        assert len(set(keys(group))) == len(group.members)
        assert 0 < group.coverage <= 1
        assert 0 <= group.score <= 1
        assert all(part.value is None or 0 <= part.value <= 1 for part in group.parts)
        assert group.lead is group.members[0]
        assert all(m.share is None or m.share <= HEAVIEST for m in group.members[1:])
        assert all(m.verdict is not Verdict.NOT_ELIGIBLE for m in group.members)
        assert all(m.lots and (m.sectors or m.near_sectors) for m in group.members)
        assert all(text.endswith(".") for text in (*group.why, *group.missing, group.lead_why))
    shuffled = list(profiles)
    random.shuffle(shuffled)
    assert compose_groups(needs, shuffled, NOW) == found
    assert compose_groups(needs, profiles * 2, NOW) == found


def test_many_candidates_stay_a_bounded_search() -> None:
    need = make_need(sectors=seek("nettoyage", "tri", "tonte"), fte=40)
    profiles = [structure(i, sorted(GROUPS)[i % 4], **can(5)) for i in range(20 * MOST_CANDIDATES)]
    assert len(compose_groups([need], profiles, NOW)) == 3


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


@given(worlds())
def test_every_structure_gets_an_answer_whatever_the_order_of_lots(
    world: tuple[list[Need], list[Profile]],
) -> None:
    needs, profiles = world
    for profile in profiles:
        assert can_answer(needs, profile, NOW) is can_answer(needs[::-1], profile, NOW)

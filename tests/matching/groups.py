"""Needs and structures of the tests of groups."""

from __future__ import annotations

from hypothesis import strategies as st

from app.matching.coverage import cut_units, make_offer
from app.matching.engine import Matcher
from app.matching.group_board import Board, choose_candidates
from app.matching.group_program import LEAST_CAPACITY, list_idle
from app.matching.grouping import GroupAnswer, GroupProposal, propose_groups, sum_volumes
from app.matching.kinds import SiaeKind
from app.matching.profiles import Activity, Need, Profile, Reservation, SoughtSector
from app.matching.relaxing import Relaxation
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


def structure(
    key: int,
    *slugs: str,
    kind: SiaeKind = SiaeKind.EI,
    says: bool | None = True,
    **values: object,
) -> Profile:
    activities = does(*slugs, **values)
    return make_profile(key=key, kind=kind, activities=activities, answers_in_groups=says)


def keys(group: GroupProposal) -> list[int]:
    return sorted(member.profile.key for member in group.members)


def ask(need: Need | list[Need], *profiles: Profile) -> GroupAnswer:
    return propose_groups(need if isinstance(need, list) else [need], Matcher(profiles), NOW)


def propose(need: Need | list[Need], *profiles: Profile) -> tuple[GroupProposal, ...]:
    return ask(need, *profiles).proposals


SLUGS = st.lists(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=3, unique=True)
AREAS = st.sampled_from([None, SEINE, make_area("78"), make_area("T6"), make_area(VERSAILLES)])
PLACES: list[tuple[str, ...]] = [(), (SAINT_DENIS,), ("93", "78"), ("R11",)]


@st.composite
def draw_profiles(draw: st.DrawFn, most: int = 12) -> list[Profile]:
    return [
        structure(
            key,
            *draw(SLUGS),
            kind=draw(st.sampled_from(list(SiaeKind))),
            says=draw(st.sampled_from([True, True, None, False])),
            area=draw(AREAS),
            is_inferred=draw(st.booleans()),
            **draw(st.sampled_from([{}, can(0), can(3), can(12)])),
        )
        for key in range(draw(st.integers(0, most)))
    ]


@st.composite
def draw_needs(draw: st.DrawFn) -> list[Need]:
    deadlines = [None, make_need().deadline, NOW]
    return [
        make_need(
            sectors=seek(*draw(SLUGS)),
            territories=draw(st.sampled_from(PLACES)),
            fte=draw(st.sampled_from([None, 0.0, 4.0, 10.0, 30.0])),
            reservation=draw(st.sampled_from([None, IAE])),
            deadline=draw(st.sampled_from(deadlines)),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]


def make_board(
    needs: list[Need], profiles: list[Profile], given_up: frozenset[Relaxation]
) -> Board:
    units = cut_units(needs, NOW)
    offers = [
        make_offer(p, needs, units, NOW) for p in profiles if p.answers_in_groups is not False
    ]
    return Board(
        offers=choose_candidates(offers, units),
        units=units,
        needed=sum_volumes(needs, NOW),
        given=given_up,
    )


def reaches(board: Board, group: tuple[int, ...]) -> bool:
    """Every hard rule of a group, said again in the plainest way."""
    covered = {unit for who in group for unit in board.values[who]}
    capacities = [board.offers[who].capacity for who in group]
    known = sum(capacity or 0.0 for capacity in capacities)
    needed = board.needed or 0.0
    least = needed * LEAST_CAPACITY if Relaxation.LESS_CAPACITY in board.given else needed
    return (
        not set(group) & (list_idle(board) | board.enough_alone_plainly)
        and covered == set(range(len(board.units)))
        and (None in capacities or known >= least)
    )


LIGHT = st.frozensets(
    st.sampled_from(
        [r for r in Relaxation if r not in {Relaxation.LESS_CAPACITY, Relaxation.LEFT_OUT}]
    )
)

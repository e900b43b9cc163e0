"""What must hold of the matching for every need, every structure and every weights.

Order never matters, a better fact never costs, an unknown never excludes, the parts add up, and the
hard rules do not know the weights.
"""

from __future__ import annotations

from dataclasses import replace
from math import fsum, isclose
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.matching.engine import Match, Matcher
from app.matching.grids import GRIDS, TENDER, Grid
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Need, Profile
from app.matching.rules import SEVERITY, Verdict
from app.matching.weights import UNKNOWN
from tests.matching.builders import (
    NOW,
    VERSAILLES,
    make_activity,
    make_area,
    make_need,
    make_profile,
)
from tests.matching.facts import BETTER, Two, best_facts, list_unknowns
from tests.matching.worlds import (
    GROUP,
    activities,
    needs,
    profiles,
    questions,
    reweighed,
    worlds,
)

Question = tuple[Grid, Need]
ROUNDED = 2e-4  # scores and parts are rounded to four decimals
quick = settings(max_examples=60)


def judge(question: Question, profile: Profile) -> Match:
    grid, need = question
    return Matcher((), grid).pair(need, profile, NOW)


def is_elsewhere(match: Match) -> bool:
    return any(part.key == "territory" and part.value == 0 for part in match.parts)


def never_worse(better: Match, worse: Match) -> bool:
    """Whether the first stands as well: in the verdict, then in place, then in worth."""
    if SEVERITY[better.verdict] > SEVERITY[worse.verdict]:
        return False
    if is_elsewhere(better) != is_elsewhere(worse):
        return is_elsewhere(worse)
    return better.worth >= worse.worth - ROUNDED


def tell(match: Match) -> tuple[object, ...]:
    """All that is said of a profile, whatever the order of what it was told in."""
    return (
        match.profile.key, match.verdict, match.score, match.confidence, match.rules, match.parts,
        match.missing, match.activity,
    )  # fmt: skip


@quick
@given(questions(), worlds(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(
    question: Question, world: list[Profile], random: Random
) -> None:
    grid, need = question
    found = Matcher(world, grid).match(need, NOW)
    mixed = [
        replace(p, activities=tuple(random.sample(p.activities, len(p.activities))))
        for p in random.sample(world, len(world))
    ]
    again = Matcher(mixed, grid).match(need, NOW)
    assert list(map(tell, again.matches)) == list(map(tell, found.matches))
    assert list(map(tell, again.near_misses)) == list(map(tell, found.near_misses))
    assert (again.total, again.near_total) == (found.total, found.near_total)


@quick
@given(questions(), profiles())
def test_the_order_of_sectors_and_places_changes_no_figure(
    question: Question, profile: Profile
) -> None:
    grid, need = question
    turned = replace(need, sectors=need.sectors[::-1], territories=need.territories[::-1])
    found, again = judge(question, profile), judge((grid, turned), profile)
    assert again.verdict is found.verdict
    assert isclose(again.score, found.score, abs_tol=ROUNDED)
    assert isclose(again.confidence, found.confidence, abs_tol=ROUNDED)


@pytest.mark.parametrize("two", BETTER)
@settings(max_examples=30)
@given(questions(), profiles(most=1), st.data())
def test_a_better_fact_never_lowers_the_score(
    two: Two, question: Question, profile: Profile, data: st.DataObject
) -> None:
    worse, better = (judge(question, one) for one in two(question[1], profile, data))
    assert better.score >= worse.score - ROUNDED
    assert never_worse(better, worse)


@pytest.mark.parametrize("two", BETTER)
@settings(max_examples=20)
@given(questions(), profiles(), st.data())
def test_nor_does_it_among_other_activities(
    two: Two, question: Question, profile: Profile, data: st.DataObject
) -> None:
    worse, better = (judge(question, one) for one in two(question[1], profile, data))
    assert never_worse(better, worse)


@quick
@given(questions(), profiles(), st.data())
def test_the_best_that_can_be_said_never_ranks_below_silence(
    question: Question, profile: Profile, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(profile.activities) - 1))
    for name, (silent, told) in best_facts(question[1], profile, at).items():
        assert never_worse(judge(question, told), judge(question, silent)), name


@quick
@given(questions(), profiles(), st.data())
def test_an_activity_more_never_costs(
    question: Question, profile: Profile, data: st.DataObject
) -> None:
    asked = {sought.slug for sought in question[1].sectors}
    first = data.draw(activities(*asked))
    served = replace(profile, activities=(*profile.activities, first))
    more = replace(served, activities=(data.draw(activities()), *served.activities))
    assert never_worse(judge(question, more), judge(question, served))
    known = profile.activities[0]
    slug = data.draw(st.sampled_from(sorted(asked)))
    same = replace(known, sector=slug, group=GROUP[slug])
    alone = replace(profile, activities=(known,))
    both = replace(profile, activities=(known, same))
    assert never_worse(judge(question, both), judge(question, alone))


AI_HERE_AND_THERE = make_profile(
    kind=SiaeKind.AI,
    activities=(make_activity(area=make_area("T6")), make_activity(area=make_area(VERSAILLES))),
)


@settings(max_examples=90)
@given(questions(), profiles())
@example((TENDER, make_need(service=ServiceType.STAFFING)), AI_HERE_AND_THERE)
def test_an_unknown_never_excludes(question: Question, profile: Profile) -> None:
    grid, need = question
    is_open = judge(question, profile).verdict is not Verdict.NOT_ELIGIBLE
    fits = Matcher([profile], grid).match(need, NOW).total
    for name, (asked, told) in list_unknowns(need, profile):
        if is_open:
            assert judge((grid, asked), told).verdict is not Verdict.NOT_ELIGIBLE, name
        if fits and asked is need:
            assert Matcher([told], grid).match(need, NOW).total == 1, name


@quick
@given(questions(), profiles())
def test_the_parts_add_up_to_the_score_and_the_confidence(
    question: Question, profile: Profile
) -> None:
    match = judge(question, profile)
    known = [(part.weight, part.value) for part in match.parts if part.value is not None]
    weight = fsum(weight for weight, _ in known)
    total = fsum(weight * value for weight, value in known)
    assert isclose(fsum(part.weight for part in match.parts), 1)
    assert isclose(match.confidence, weight, abs_tol=ROUNDED)
    assert isclose(match.score * weight, total, abs_tol=ROUNDED)
    assert isclose(match.worth, total + UNKNOWN * (1 - weight), abs_tol=ROUNDED)
    assert all(part.why.endswith((".", "?", "\u00a0?")) for part in match.parts)
    assert [part.key for part in match.parts] == [c.key for c in question[0].criteria]


@quick
@given(st.sampled_from(sorted(GRIDS)), worlds(), st.data())
def test_the_weights_change_no_verdict_and_set_nobody_apart(
    key: str, world: list[Profile], data: st.DataObject
) -> None:
    grid, need = GRIDS[key], data.draw(needs(GRIDS[key]))
    other = data.draw(reweighed(grid))
    for profile in world:
        found, again = judge((grid, need), profile), judge((other, need), profile)
        assert (again.verdict, again.rules) == (found.verdict, found.rules)
    lists = [Matcher(world, one).match(need, NOW, near=20) for one in (grid, other)]
    fits, apart = (
        [{match.profile.key for match in matches} for matches in side]
        for side in zip(*((found.matches, found.near_misses) for found in lists), strict=True)
    )
    assert fits[0] == fits[1]
    assert apart[0] == apart[1]

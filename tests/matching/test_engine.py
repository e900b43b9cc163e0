from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.engine import Match, Matcher
from app.matching.grids import EVIDENCE, GRIDS
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Activity, Profile, SoughtSector
from app.matching.rules import Verdict
from app.territories import Area
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


def part(match: Match, key: str) -> float | None:
    return next(p.value for p in match.parts if p.key == key)


def test_the_points_add_up_to_a_hundred_and_each_has_its_evidence() -> None:
    for grid in GRIDS.values():
        assert sum(grid.points.values()) == 100
        assert {c.key for c in grid.criteria} == set(grid.points) == set(EVIDENCE[grid.key])
        assert all(weight.evidence for weight in EVIDENCE[grid.key].values())


def test_a_structure_that_fits_on_all_counts_scores_one() -> None:
    activity = make_activity(
        service=ServiceType.PRESTATION,
        area=make_area("T6"),
        capacity_fte=5,
        capacity_as_of=TODAY,
        available_from=TODAY,
    )
    need = make_need(fte=2.5, fte_source="4 550 h")
    found = Matcher([make_profile(activities=(activity,))]).match(need, NOW)
    (match,) = found.matches
    assert (match.score, match.confidence, match.verdict) == (1.0, 1.0, Verdict.ELIGIBLE)
    assert all(p.why.endswith(".") for p in match.parts)


def test_what_is_unknown_lowers_confidence_and_never_excludes() -> None:
    (match,) = Matcher([make_profile(commune=None)]).match(make_need(), NOW).matches
    assert match.score == 1.0
    assert match.confidence == 0.35
    unknown = [p for p in match.parts if p.value is None]
    assert {p.key for p in unknown} == {
        "territory", "proximity", "capacity", "availability", "service",
    }  # fmt: skip
    assert any("?" in p.why for p in unknown), "a question is asked for what is missing"


def test_a_declared_area_elsewhere_is_a_near_miss_that_says_what_is_missing() -> None:
    profile = make_profile(activities=(make_activity(area=make_area(VERSAILLES)),))
    found = Matcher([profile]).match(make_need(), NOW)
    assert found.matches == ()
    (near,) = found.near_misses
    assert near.missing
    assert part(near, "territory") == 0


def test_a_sector_of_the_same_group_is_a_near_miss() -> None:
    profile = make_profile(activities=(make_activity(sector="vitrerie"),))
    found = Matcher([profile]).match(make_need(), NOW)
    assert (len(found.matches), len(found.near_misses)) == (0, 1)


def test_another_group_is_not_even_near() -> None:
    profile = make_profile(activities=(make_activity(sector="tri", group="dechets"),))
    found = Matcher([profile]).match(make_need(), NOW)
    assert (found.total, found.near_total) == (0, 0)


def test_a_refused_kind_is_apart_with_its_article() -> None:
    found = Matcher([make_profile(kind=SiaeKind.ETTI)]).match(make_need(), NOW)
    (near,) = found.near_misses
    assert near.verdict is Verdict.NOT_ELIGIBLE
    assert "ETTI" in near.missing[0]


def test_a_closed_tender_keeps_its_matches_as_an_archive() -> None:
    need = make_need(deadline=NOW - timedelta(days=300))
    (match,) = Matcher([make_profile()]).match(need, NOW).matches
    assert match.verdict is Verdict.NOT_ELIGIBLE


def test_an_inferred_sector_counts_less_than_a_declared_one() -> None:
    inferred = make_profile(key=1, activities=(make_activity(is_inferred=True),))
    declared = make_profile(key=2)
    found = Matcher([inferred, declared]).match(make_need(), NOW)
    assert [m.profile.key for m in found.matches] == [2, 1]


def test_an_old_capacity_is_asked_for_again() -> None:
    activity = make_activity(capacity_fte=5, capacity_as_of=TODAY - timedelta(days=91))
    (match,) = Matcher([make_profile(activities=(activity,))]).match(make_need(fte=2), NOW).matches
    assert part(match, "capacity") is None


def test_silence_never_wins_over_a_known_good_fit() -> None:
    known = make_activity(
        area=make_area("93"), service=ServiceType.PRESTATION, available_from=TODAY
    )
    silent = make_profile(key=1, commune=None)
    told = make_profile(key=2, activities=(known,))
    found = Matcher([silent, told]).match(make_need(), NOW)
    assert [m.profile.key for m in found.matches] == [2, 1]


def test_nearer_comes_first_all_else_equal() -> None:
    far = make_profile(key=1, commune=VERSAILLES)
    near = make_profile(key=2, commune=SAINT_DENIS)
    found = Matcher([far, near]).match(make_need(), NOW)
    assert [m.profile.key for m in found.matches] == [2, 1]


def test_a_need_without_sector_matches_nobody() -> None:
    found = Matcher([make_profile()]).match(make_need(sectors=()), NOW)
    assert (found.total, found.near_total) == (0, 0)


AREAS = st.sampled_from(
    [None, make_area("93"), make_area("T6"), make_area(VERSAILLES), Area.country()]
)
ACTIVITIES = st.builds(
    Activity,
    sector=st.sampled_from(["nettoyage", "vitrerie", "tri"]),
    group=st.sampled_from(["proprete", "dechets"]),
    service=st.sampled_from([None, *ServiceType]),
    area=AREAS,
    capacity_fte=st.none() | st.floats(0, 500),
    capacity_as_of=st.none() | st.dates(date(2026, 1, 1), TODAY),
    available_from=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    is_inferred=st.booleans(),
)


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    count = draw(st.integers(0, 12))
    return [
        make_profile(
            key=key,
            kind=draw(st.sampled_from(list(SiaeKind))),
            commune=draw(st.sampled_from([None, SAINT_DENIS, VERSAILLES, "75112"])),
            activities=tuple(draw(st.lists(ACTIVITIES, min_size=1, max_size=3))),
        )
        for key in range(count)
    ]


NEEDS = st.builds(
    make_need,
    territories=st.sampled_from([(), (SAINT_DENIS,), ("93",), ("R11",), ("14",), ("FR",)]),
    service=st.sampled_from([None, *ServiceType]),
    fte=st.none() | st.floats(0, 50),
    sectors=st.lists(
        st.builds(
            SoughtSector,
            slug=st.sampled_from(["nettoyage", "vitrerie"]),
            group=st.just("proprete"),
            name=st.just("X"),
            weight=st.floats(0.05, 1),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(NEEDS, profiles(), st.randoms())
def test_scores_stay_in_bounds_and_the_order_of_profiles_does_not_matter(
    need: object, given_profiles: list[Profile], random: object
) -> None:
    found = Matcher(given_profiles).match(need, NOW)  # type: ignore[arg-type]
    for match in (*found.matches, *found.near_misses):
        assert 0 <= match.score <= 1
        assert 0 <= match.confidence <= 1
        assert all(p.value is None or 0 <= p.value <= 1 for p in match.parts)
        assert all(p.why for p in match.parts)
    shuffled = list(given_profiles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = Matcher(shuffled).match(need, NOW)  # type: ignore[arg-type]
    assert again == found

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.kinds import SiaeKind
from app.toolkit.maturity.advice import MOST_ACTIONS, choose_actions, list_flags
from app.toolkit.maturity.assessment import Assessment, assess
from app.toolkit.maturity.attempts import list_attempts, read_ratings, say_difference
from app.toolkit.maturity.questionnaire import QUESTION_KEYS, load_questionnaire
from app.toolkit.maturity.radar import RADIUS, draw_radar
from app.toolkit.maturity.scales import Cash, Eligibility, Sales
from app.toolkit.maturity.scoring import (
    GROWING_STAGES,
    STAGES,
    Answers,
    AxisScore,
    find_weakest,
    propose_stage,
    score_axes,
)
from app.toolkit.stages import Axis, Level, Profile
from tests.conftest import NOW

TEXTS = load_questionnaire()
STAGE_SLUGS = {
    "idee",
    "etude",
    "modele-economique",
    "statut",
    "financement",
    "conventionnement",
    "lancement",
    "gestion",
    "developpement",
    "cloture",
}
any_ratings = st.fixed_dictionaries({key: st.integers(0, 3) for key in QUESTION_KEYS})


def rated(social: int = 3, economic: int = 3, network: int = 3, **others: int) -> dict[str, int]:
    by_letter = {"s": social, "e": economic, "r": network}
    return {key: others.get(key, by_letter[key[0]]) for key in QUESTION_KEYS}


def answers(ratings: dict[str, int] | None = None, **values: object) -> Answers:
    given = {
        "profile": Profile.FIRST_TIME,
        "kind": SiaeKind.EI,
        "eligibility": Eligibility.YES,
        "cash": Cash.POSITIVE,
        "development": {},
        **values,
    }
    return Answers(ratings=rated() if ratings is None else ratings, **given)  # type: ignore[arg-type]


def read(ratings: dict[str, int], **values: object) -> Assessment:
    return assess(answers(ratings, **values), TEXTS, (), NOW)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (0, Level.TO_BUILD),
        (6, Level.TO_BUILD),
        (7, Level.IN_PROGRESS),
        (12, Level.IN_PROGRESS),
        (13, Level.READY),
        (18, Level.READY),
    ],
)
def test_the_levels_change_at_seven_and_thirteen_points(points: int, level: Level) -> None:
    assert AxisScore(axis=Axis.SOCIAL, points=points).level is level


def test_each_axis_sums_its_own_six_answers() -> None:
    scores = {s.axis: s.points for s in score_axes(rated(social=1, economic=2, network=3))}
    assert scores == {Axis.SOCIAL: 6, Axis.ECONOMIC: 12, Axis.NETWORK: 18}


def test_the_weakest_axis_decides_and_not_the_sum() -> None:
    poor_in_people = read(rated(social=0, economic=3, network=3))  # 36 points
    poor_everywhere = read(rated(social=2, economic=1, network=2))  # 30 points
    assert poor_in_people.stage == "idee"
    assert poor_everywhere.stage == "modele-economique"


def test_of_equal_axes_people_come_first_then_relations() -> None:
    assert find_weakest(score_axes(rated(1, 1, 1))).axis is Axis.SOCIAL
    assert find_weakest(score_axes(rated(2, 1, 1))).axis is Axis.NETWORK


def test_every_axis_and_level_leads_to_a_stage_that_exists() -> None:
    pairs = {(axis, level) for axis in Axis for level in Level}
    assert set(STAGES) == set(GROWING_STAGES) == pairs
    assert {*STAGES.values(), *GROWING_STAGES.values()} <= STAGE_SLUGS


@pytest.mark.parametrize("profile", list(Profile))
def test_a_ready_project_files_its_request_and_a_ready_structure_grows(profile: Profile) -> None:
    expected = "developpement" if profile is Profile.GROWING_SIAE else "conventionnement"
    assert read(rated(3, 3, 3), profile=profile).stage == expected


def test_a_structure_in_activity_is_never_sent_back_to_the_idea() -> None:
    assert "idee" not in GROWING_STAGES.values()


@given(any_ratings, st.sampled_from(QUESTION_KEYS))
def test_a_better_answer_never_lowers_an_axis(ratings: dict[str, int], key: str) -> None:
    better = {**ratings, key: min(3, ratings[key] + 1)}
    before = {s.axis: s.points for s in score_axes(ratings)}
    assert all(s.points >= before[s.axis] for s in score_axes(better))


@given(any_ratings, st.sampled_from(list(Profile)))
def test_whatever_the_answers_the_stage_is_the_one_of_the_lowest_axis(
    ratings: dict[str, int], profile: Profile
) -> None:
    found = read(ratings, profile=profile)
    assert found.weakest.points == min(score.points for score in found.scores)
    assert found.stage == propose_stage(found.weakest, profile)
    assert all(0 <= score.points <= 18 for score in found.scores)


@given(any_ratings)
def test_the_actions_are_the_lowest_answers(ratings: dict[str, int]) -> None:
    actions = choose_actions(answers(ratings), TEXTS)
    waiting = sorted(rating for rating in ratings.values() if rating < 3)
    assert [action.rating for action in actions] == waiting[:MOST_ACTIONS]
    for action in actions:
        assert action.text == action.question.next[ratings[action.question.key]]
        assert action.callers


def test_of_equal_answers_those_of_the_weakest_axis_come_first() -> None:
    found = read(rated(social=2, economic=2, network=1, s1=0))
    assert [action.question.key for action in found.actions] == ["s1", "r1", "r2"]


def test_everything_validated_leaves_no_action() -> None:
    assert read(rated(3, 3, 3)).actions == ()


@pytest.mark.parametrize(
    ("values", "flag"),
    [
        ({"eligibility": Eligibility.NO}, "not-eligible"),
        ({"ratings": rated(r2=0)}, "no-supply-analysis"),
        ({"ratings": rated(s2=0)}, "no-referrer"),
        ({"cash": Cash.NEGATIVE}, "negative-cash"),
        ({"kind": SiaeKind.ACI, "sales": Sales.OVER}, "aci-sales"),
    ],
)
def test_a_flag_is_raised_whatever_the_score(values: dict[str, object], flag: str) -> None:
    ratings = values.pop("ratings", rated(3, 3, 3))
    assert list(list_flags(answers(ratings, **values))) == [flag]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"cash": Cash.COVERED},
        {"kind": SiaeKind.EI, "sales": Sales.OVER},  # the cap is the ACI's
        {"kind": SiaeKind.ACI, "sales": Sales.EXEMPTED},
        {"kind": SiaeKind.ACI, "profile": Profile.COMPANY},  # said to be eligible
        {"ratings": rated(r2=1, s2=1)},
    ],
)
def test_nothing_else_blocks(values: dict[str, object]) -> None:
    assert list(list_flags(answers(**values))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "profile", "flag"),
    [
        (SiaeKind.ACI, Profile.COMPANY, "aci-holder"),
        (SiaeKind.AI, Profile.COMPANY, "ai-holder"),
        (SiaeKind.AI, Profile.AUTHORITY, "ai-holder"),
    ],
)
def test_a_holder_that_the_law_does_not_list_is_doubted(
    kind: SiaeKind, profile: Profile, flag: str
) -> None:
    doubted = answers(kind=kind, profile=profile, eligibility=Eligibility.UNKNOWN)
    assert list(list_flags(doubted)) == [flag]


def raw(ratings: dict[str, int]) -> dict[str, list[str]]:
    return {key: [str(rating)] for key, rating in ratings.items()}


def test_each_save_is_an_attempt_that_shows_what_moved_since_the_first() -> None:
    first, second = rated(1, 1, 1), rated(2, 1, 0)
    history = ((NOW, raw(second)), (NOW - timedelta(days=60), raw(first)))
    attempts = list_attempts(history, second)
    assert [a.saved_at for a in attempts] == [NOW - timedelta(days=60), NOW]
    assert attempts[0].progress_text == "premier essai"
    assert dict(zip((s.axis for s in attempts[1].scores), attempts[1].progress, strict=True)) == {
        Axis.SOCIAL: 6,
        Axis.ECONOMIC: 0,
        Axis.NETWORK: -6,
    }
    assert "+6" in attempts[1].progress_text
    assert "−6" in attempts[1].progress_text


def test_what_is_on_the_page_and_not_saved_comes_last_and_says_so() -> None:
    attempts = list_attempts(((NOW, raw(rated(1, 1, 1))),), rated(2, 2, 2))
    assert [a.saved_at for a in attempts] == [NOW, None]
    assert "non enregistrées" in attempts[1].label


def test_a_save_that_does_not_answer_everything_is_no_attempt() -> None:
    broken = {**raw(rated()), "s1": ["9"]}
    assert read_ratings(broken) is None
    assert read_ratings({}) is None
    assert read_ratings({**raw(rated()), "s1": []}) is None
    assert len(list_attempts(((NOW, broken),), rated())) == 1


def test_differences_are_signed() -> None:
    assert [say_difference(n) for n in (3, 0, -1)] == ["+3", "0", "−1"]


@given(any_ratings)
def test_the_drawing_stays_on_its_plane(ratings: dict[str, int]) -> None:
    radar = draw_radar(TEXTS.questions, ratings)
    assert len(radar.spokes) == len(radar.shape.split()) == 18
    for spoke, key in zip(radar.spokes, QUESTION_KEYS, strict=True):
        distance = ((spoke.dot_x - 200) ** 2 + (spoke.dot_y - 200) ** 2) ** 0.5
        assert distance == pytest.approx(RADIUS * ratings[key] / 3, abs=0.2)
        assert 0 < spoke.label_x < radar.size
        assert 0 < spoke.label_y < radar.size


def test_the_first_spoke_goes_up() -> None:
    spoke = draw_radar(TEXTS.questions, rated()).spokes[0]
    assert (spoke.code, spoke.dot_x, spoke.dot_y) == ("S1", 200, 200 - RADIUS)

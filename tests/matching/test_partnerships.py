from datetime import timedelta

import pytest

from app.matching.engine import Match, Matcher
from app.matching.grids import PARTNERSHIP
from app.matching.kinds import Modality, ServiceType, SiaeKind
from app.matching.profiles import Need, Profile
from app.matching.rules import Verdict
from tests.matching.builders import NOW, TODAY, make_activity, make_need, make_profile


def ask(modality: Modality, **values: object) -> Need:
    return make_need(**({"modality": modality, "service": None, "deadline": None} | values))


def pair(need: Need, profile: Profile) -> Match:
    return Matcher((), PARTNERSHIP).pair(need, profile, NOW)


def verdict(match: Match, key: str) -> Verdict | None:
    return next((rule.verdict for rule in match.rules if rule.key == key), None)


@pytest.mark.parametrize(
    ("days", "said"),
    [(10, Verdict.ELIGIBLE), (31, Verdict.ELIGIBLE), (45, Verdict.TO_CHECK),
     (60, Verdict.TO_CHECK), (61, Verdict.NOT_ELIGIBLE), (None, None)],
)  # fmt: skip
def test_an_immersion_lasts_sixty_days_at_most(days: int | None, said: Verdict | None) -> None:
    need = ask(Modality.IMMERSION, days=days)
    assert verdict(pair(need, make_profile()), "immersion_length") == said


def test_too_long_an_immersion_is_the_need_s_fault_and_hides_nobody() -> None:
    found = Matcher([make_profile()], PARTNERSHIP).match(ask(Modality.IMMERSION, days=90), NOW)
    assert [m.verdict for m in found.matches] == [Verdict.NOT_ELIGIBLE]


@pytest.mark.parametrize("kind", [SiaeKind.EI, SiaeKind.ACI, SiaeKind.EITI])
def test_labour_is_lent_by_those_whose_trade_it_is(kind: SiaeKind) -> None:
    need = ask(Modality.STAFFING, service=ServiceType.STAFFING)
    assert pair(need, make_profile(kind=kind)).verdict is Verdict.NOT_ELIGIBLE
    assert pair(need, make_profile(kind=SiaeKind.ETTI)).verdict is Verdict.ELIGIBLE


def test_an_ai_past_480_hours_is_to_check_and_says_how() -> None:
    need = ask(Modality.STAFFING, service=ServiceType.STAFFING, hours=600)
    match = pair(need, make_profile(kind=SiaeKind.AI))
    assert verdict(match, "staffing_hours") is Verdict.TO_CHECK
    shorter = ask(Modality.STAFFING, service=ServiceType.STAFFING, hours=480)
    assert verdict(pair(shorter, make_profile(kind=SiaeKind.AI)), "staffing_hours") is (
        Verdict.ELIGIBLE
    )


def test_the_bridge_contract_is_for_ei_and_aci_and_never_sure() -> None:
    need = ask(Modality.BRIDGE)
    assert pair(need, make_profile(kind=SiaeKind.EI)).verdict is Verdict.TO_CHECK
    assert pair(need, make_profile(kind=SiaeKind.ETTI)).verdict is Verdict.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("modality", "article"), [(Modality.IMMERSION, "L5135-2"), (Modality.HIRING, "L5132-4")]
)
def test_an_eiti_employs_nobody_and_has_to_be_asked(modality: Modality, article: str) -> None:
    match = pair(ask(modality, days=10), make_profile(kind=SiaeKind.EITI))
    (rule,) = (rule for rule in match.rules if rule.key == "pathway")
    assert rule.verdict is match.verdict is Verdict.TO_CHECK
    assert article in rule.article
    assert "2018-771" in rule.article
    assert "indépendants" in rule.why
    assert verdict(pair(ask(modality), make_profile()), "pathway") is Verdict.ELIGIBLE


def test_nobody_receives_its_own_request() -> None:
    need = ask(Modality.PATRONAGE, buyer_siret="80746931700099")
    assert verdict(pair(need, make_profile()), "asker") is Verdict.NOT_ELIGIBLE


def test_the_rules_of_work_say_nothing_of_a_gift_or_an_immersion() -> None:
    match = pair(ask(Modality.IMMERSION, days=10), make_profile(kind=SiaeKind.ACI))
    assert verdict(match, "aci_sales") is None


def test_a_request_without_a_sector_meets_everybody() -> None:
    profiles = [make_profile(key=n) for n in range(3)]
    found = Matcher(profiles, PARTNERSHIP).match(ask(Modality.PATRONAGE, sectors=()), NOW)
    assert found.total == 3


def test_what_the_members_wrote_counts_and_silence_does_not() -> None:
    need = ask(Modality.HIRING, conditions=frozenset({"seniors", "qualiopi"}))
    told = make_profile()
    object.__setattr__(told, "partnerships", frozenset({Modality.HIRING}))
    object.__setattr__(told, "conditions", frozenset({"seniors"}))
    object.__setattr__(told, "references", 3)
    values = {part.key: part.value for part in pair(need, told).parts}
    assert (values["intention"], values["conditions"], values["experience"]) == (1.0, 0.5, 1.0)
    silent = {part.key: part.value for part in pair(need, make_profile()).parts}
    assert silent["intention"] is silent["conditions"] is silent["experience"] is None


def test_a_start_date_replaces_the_deadline() -> None:
    late = make_activity(available_from=TODAY + timedelta(days=30))
    need = ask(Modality.HIRING, starts_on=TODAY + timedelta(days=30))
    values = {p.key: p.value for p in pair(need, make_profile(activities=(late,))).parts}
    assert values["availability"] == 1.0

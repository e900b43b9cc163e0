from datetime import datetime

import pytest

from app.calibration.judging import make_clause
from app.clock import PARIS
from app.matching.grids import TENDER
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Reservation
from app.matching.rules import RuleResult, Verdict, apply_rules, worst
from app.tenders.matching import read_reservation
from tests.matching.builders import (
    NOW,
    VERSAILLES,
    make_activity,
    make_area,
    make_need,
    make_profile,
)

IAE = Reservation(
    admitted=frozenset({SiaeKind.EI, SiaeKind.ETTI, SiaeKind.AI, SiaeKind.ACI}),
    to_check=frozenset({SiaeKind.EITI, SiaeKind.GEIQ}),
    articles=("L2113-13",),
)


def result_of(key: str, results: tuple[RuleResult, ...]) -> RuleResult | None:
    return next((r for r in results if r.key == key), None)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        (SiaeKind.EI, Verdict.ELIGIBLE),
        (SiaeKind.ACI, Verdict.ELIGIBLE),
        (SiaeKind.EITI, Verdict.TO_CHECK),
        (SiaeKind.ESAT, Verdict.NOT_ELIGIBLE),
        (SiaeKind.EA, Verdict.NOT_ELIGIBLE),
    ],
)
def test_a_reserved_lot_admits_the_kinds_of_its_article(kind: SiaeKind, verdict: Verdict) -> None:
    results = apply_rules(TENDER.rules, make_need(reservation=IAE), make_profile(kind=kind), NOW)
    rule = result_of("reservation", results)
    assert rule is not None
    assert (rule.verdict, rule.article) == (verdict, "L2113-13")


def test_an_eiti_on_a_reserved_lot_is_told_why_it_has_to_check() -> None:
    eiti = make_profile(kind=SiaeKind.EITI)
    for articles in (["L2113-13"], ["L2113-14"], ["L2113-12 ou L2113-13"], ["L2113-15"], [""]):
        need = make_need(reservation=read_reservation(map(make_clause, articles)))
        rule = result_of("reservation", apply_rules(TENDER.rules, need, eiti, NOW))
        assert rule is not None
        assert rule.verdict is Verdict.TO_CHECK
        assert "indépendants" in rule.why
        assert "L5132-4" in rule.why


@pytest.mark.parametrize(
    "articles", [["L2113-12"], ["L2113-15", "L2113-12"], ["L2113-12 ou L2113-13", "L2113-12"]]
)
@pytest.mark.parametrize("kind", [SiaeKind.EI, SiaeKind.ACI, SiaeKind.EITI])
def test_a_lot_for_the_adapted_sector_is_closed_to_insertion(
    kind: SiaeKind, articles: list[str]
) -> None:
    need = make_need(reservation=read_reservation(map(make_clause, articles)))
    rule = result_of("reservation", apply_rules(TENDER.rules, need, make_profile(kind=kind), NOW))
    assert rule is not None
    assert (rule.verdict, rule.article) == (Verdict.NOT_ELIGIBLE, "L2113-12")
    esat = make_profile(kind=SiaeKind.ESAT)
    admitted = result_of("reservation", apply_rules(TENDER.rules, need, esat, NOW))
    assert admitted is not None
    assert admitted.verdict is Verdict.ELIGIBLE


def test_an_open_lot_says_nothing_of_reservation() -> None:
    assert (
        result_of("reservation", apply_rules(TENDER.rules, make_need(), make_profile(), NOW))
        is None
    )


def test_a_passed_deadline_excludes_everybody_and_says_when() -> None:
    need = make_need(deadline=datetime(2026, 11, 23, 9, 59, tzinfo=PARIS))
    rule = result_of("deadline", apply_rules(TENDER.rules, need, make_profile(), NOW))
    assert rule is not None
    assert rule.verdict is Verdict.NOT_ELIGIBLE
    assert "23/11/2026 à 09:59" in rule.why


def test_an_etti_does_not_execute_a_service_itself() -> None:
    rule = result_of(
        "service_form",
        apply_rules(TENDER.rules, make_need(), make_profile(kind=SiaeKind.ETTI), NOW),
    )
    assert rule is not None
    assert (rule.verdict, rule.article) == (Verdict.NOT_ELIGIBLE, "L5132-6")


@pytest.mark.parametrize(
    ("kind", "article"),
    [(SiaeKind.ETTI, "L5132-6"), (SiaeKind.AI, "L5132-7"), (SiaeKind.GEIQ, "L1253-1")],
)
def test_a_lot_that_does_not_say_its_form_has_to_be_checked_by_who_lends_personnel(
    kind: SiaeKind, article: str
) -> None:
    results = apply_rules(TENDER.rules, make_need(service=None), make_profile(kind=kind), NOW)
    rule = result_of("service_form", results)
    assert rule is not None
    assert (rule.verdict, rule.article) == (Verdict.TO_CHECK, article)
    assert "n’est pas dite" in rule.why
    ei = apply_rules(TENDER.rules, make_need(service=None), make_profile(), NOW)
    assert result_of("service_form", ei) is None


@pytest.mark.parametrize("kind", [SiaeKind.EI, SiaeKind.ACI])
def test_only_staffing_structures_lend_personnel(kind: SiaeKind) -> None:
    need = make_need(service=ServiceType.STAFFING)
    rule = result_of("service_form", apply_rules(TENDER.rules, need, make_profile(kind=kind), NOW))
    assert rule is not None
    assert rule.verdict is Verdict.NOT_ELIGIBLE
    etti = apply_rules(TENDER.rules, need, make_profile(kind=SiaeKind.ETTI), NOW)
    assert result_of("service_form", etti).verdict is Verdict.ELIGIBLE  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("area", "verdict"),
    [
        (make_area("T6"), Verdict.ELIGIBLE),
        (make_area(VERSAILLES), Verdict.NOT_ELIGIBLE),
        (None, Verdict.TO_CHECK),
    ],
)
def test_an_ai_stays_inside_its_convention(area: object, verdict: Verdict) -> None:
    profile = make_profile(kind=SiaeKind.AI, activities=(make_activity(area=area),))
    rule = result_of("ai_territory", apply_rules(TENDER.rules, make_need(), profile, NOW))
    assert rule is not None
    assert (rule.verdict, rule.article) == (verdict, "R5132-19")


def test_an_ai_with_an_activity_whose_area_is_unknown_is_to_check() -> None:
    known, unknown = make_activity(area=make_area(VERSAILLES)), make_activity(area=None)
    profile = make_profile(kind=SiaeKind.AI, activities=(known, unknown))
    rule = result_of("ai_territory", apply_rules(TENDER.rules, make_need(), profile, NOW))
    assert rule is not None
    assert rule.verdict is Verdict.TO_CHECK


def test_an_aci_is_reminded_of_its_ceiling() -> None:
    results = apply_rules(TENDER.rules, make_need(), make_profile(kind=SiaeKind.ACI), NOW)
    assert worst(results) is Verdict.TO_CHECK


def test_a_buyer_does_not_answer_itself() -> None:
    need = make_need(buyer_siret="80746931700099")
    rule = result_of("buyer", apply_rules(TENDER.rules, need, make_profile(), NOW))
    assert rule is not None
    assert rule.verdict is Verdict.NOT_ELIGIBLE


def test_the_verdict_of_no_rule_is_eligible() -> None:
    assert worst(()) is Verdict.ELIGIBLE

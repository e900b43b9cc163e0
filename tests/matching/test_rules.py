from datetime import datetime

import pytest

from app.clock import PARIS
from app.matching.grids import TENDER
from app.matching.kinds import ServiceType, SiaeKind
from app.matching.profiles import Reservation
from app.matching.rules import RuleResult, Verdict, apply_rules, worst
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

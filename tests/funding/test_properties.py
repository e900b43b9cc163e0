"""What must hold of the finder of money, whatever the project and the scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import fsum, isclose
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.funding.criteria import CRITERIA
from app.funding.finder import judge
from app.funding.question import Fit, Question
from app.matching.kinds import SiaeKind
from app.matching.rules import SEVERITY, Verdict, worst
from app.toolkit.scheme_terms import (
    AmountBasis,
    BeneficiaryKind,
    Expense,
    SchemeForm,
    SchemeState,
)
from app.toolkit.schemes import Call, Scheme
from app.toolkit.stages import load_stages
from tests.funding.builders import TODAY, scheme

Pair = tuple[Question, Scheme]
STAGES = tuple(stage.slug for stage in load_stages())
PLACES = ("75", "93", "T6", "93066", "78")
DAYS = st.none() | st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=200))
EUROS = st.integers(1, 200_000).map(Decimal)


def some(values: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None, one or several of these, each once."""
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


CALLS = st.builds(Call, opens_on=DAYS, pre_deposit_on=DAYS, closes_on=DAYS)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "declared": st.sampled_from(SchemeState),
    "form": st.sampled_from([SchemeForm.GRANT, *SchemeForm]),
    "kinds": some(tuple(SiaeKind)),
    "beneficiary_kinds": some(tuple(BeneficiaryKind)),
    "stages": some(STAGES),
    "expenses": some(tuple(Expense)),
    "territories": some(PLACES),
    "basis": st.none() | st.sampled_from([AmountBasis.PER_PROJECT, *AmountBasis]),
    "floor": st.none() | EUROS,
    "ceiling": st.none() | EUROS,
    "max_rate": st.none() | st.integers(1, 100).map(lambda n: Decimal(n) / 100),
    "calls": st.lists(CALLS, max_size=2).map(tuple),
    "verified_on": st.none() | st.dates(date(2022, 1, 1), TODAY),
}
UNKNOWN: dict[str, Any] = {
    "kinds": (), "beneficiary_kinds": (), "stages": (), "expenses": (), "basis": None,
    "floor": None, "ceiling": None, "max_rate": None, "verified_on": None,
}  # fmt: skip
SCHEMES = st.fixed_dictionaries(FACTS).map(lambda facts: scheme(**facts))
QUESTIONS = st.builds(
    Question,
    day=st.just(TODAY),
    stage=st.sampled_from(["", *STAGES]),
    kind=st.none() | st.sampled_from(SiaeKind),
    territory=st.sampled_from(["", *PLACES]),
    expense=st.none() | st.sampled_from(Expense),
    amount=st.none() | EUROS,
    beneficiary=st.none() | st.sampled_from(BeneficiaryKind),
)
UNSAID = {"stage": "", "kind": None, "territory": "", "expense": None, "amount": None,
          "beneficiary": None}  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Question, Scheme]:
    """A project and a scheme, which often admits what the project is."""
    question, asked = draw(QUESTIONS), draw(SCHEMES)
    said = {"kinds": question.kind, "stages": question.stage, "expenses": question.expense,
            "beneficiary_kinds": question.beneficiary}  # fmt: skip
    met = {
        name: (*(v for v in getattr(asked, name) if v != value), value)
        for name, value in said.items()
        if value and draw(st.sampled_from([True, True, True, False]))
    }
    if draw(st.booleans()):
        met |= {"territories": (), "declared": SchemeState.PERMANENT, "calls": ()}
    return question, replace(asked, **met)


def never_worse(better: Fit, worse: Fit) -> bool:
    """Whether the first is as good in its verdict and in its score."""
    is_allowed = SEVERITY[better.verdict] <= SEVERITY[worse.verdict]
    return is_allowed and better.score >= worse.score - 1e-9


@settings(max_examples=100)
@given(pairs())
@example(
    (
        Question(day=TODAY, amount=Decimal(100)),
        scheme(declared=SchemeState.PERMANENT, floor=Decimal(500), basis=AmountBasis.PER_POST),
    )
)
def test_an_unknown_never_excludes(pair: Pair) -> None:
    question, asked = pair
    if judge(question, asked).verdict is Verdict.NOT_ELIGIBLE:
        return
    for name, value in UNKNOWN.items():
        silent = replace(asked, **{name: value})
        assert judge(question, silent).verdict is not Verdict.NOT_ELIGIBLE, name
    for name, value in UNSAID.items():
        unsaid = replace(question, **{name: value})
        assert judge(unsaid, asked).verdict is not Verdict.NOT_ELIGIBLE, name


@settings(max_examples=100)
@given(pairs(), EUROS, st.integers(0, 400))
def test_a_better_fact_never_lowers_the_score(pair: Pair, more: Decimal, days: int) -> None:
    question, asked = pair
    known = replace(asked, ceiling=asked.ceiling or Decimal(1), verified_on=date(2024, 1, 1))
    found = judge(question, known)
    higher = replace(known, ceiling=known.ceiling + more)  # type: ignore[operator]
    assert never_worse(judge(question, higher), found)
    fresher = replace(known, verified_on=date(2024, 1, 1) + timedelta(days=days))
    assert never_worse(judge(question, fresher), found)
    if question.kind is not None and known.kinds and question.kind not in known.kinds:
        wider = replace(known, kinds=(*known.kinds, question.kind))
        assert never_worse(judge(question, wider), found)
    if known.floor is not None:
        lower = replace(known, floor=known.floor / 2)
        assert never_worse(judge(question, lower), found)


@settings(max_examples=60)
@given(pairs())
def test_the_parts_add_up_and_the_rules_alone_give_the_verdict(pair: Pair) -> None:
    question, asked = pair
    fit = judge(question, asked)
    known = [(part.weight, part.value) for part in fit.parts if part.value is not None]
    weight = fsum(weight for weight, _ in known)
    total = fsum(weight * value for weight, value in known)
    assert isclose(sum(criterion.points for criterion in CRITERIA), 100)
    assert isclose(fit.confidence, weight, abs_tol=1e-9)
    assert isclose(fit.score * weight, total, abs_tol=1e-9)
    assert all(0 <= value <= 1 for _, value in known)
    assert fit.verdict is worst(fit.rules)
    assert all(rule.why for rule in fit.rules)

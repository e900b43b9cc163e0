from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import territories
from app.funding.checks import find_faults
from app.funding.finder import find
from app.funding.question import Question
from app.funding.values import scheme_of_values, values_of
from app.funding.variants import choose_variants, parent_of
from app.matching.kinds import SiaeKind
from app.matching.rules import Verdict
from app.toolkit.scheme_terms import AmountBasis, BeneficiaryKind
from app.toolkit.schemes import (
    Call,
    Expense,
    Scheme,
    SchemeForm,
    SchemeState,
    compute_state,
    load_schemes,
)
from tests.funding.builders import TODAY, call, scheme

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
STATES = st.sampled_from(SchemeState)
CODES = st.sampled_from(["", "75", "93", "T6", "95"])
CALLS = st.builds(
    Call, opens_on=st.none() | DAYS, closes_on=st.none() | DAYS, pre_deposit_on=st.none() | DAYS
)


@st.composite
def many_schemes(draw: st.DrawFn) -> list[Scheme]:
    count = draw(st.integers(1, 7))
    made = []
    for number in range(count):
        places = draw(st.lists(st.sampled_from(["75", "93", "T6"]), max_size=2, unique=True))
        parents = [f"s{n}" for n in range(count) if n != number]
        generic = draw(st.sampled_from(["", *parents])) if places else ""
        made.append(
            scheme(
                f"s{number}",
                declared=draw(STATES),
                calls=tuple(draw(st.lists(CALLS, max_size=2))),
                territories=tuple(places),
                generic=generic,
                kinds=tuple(draw(st.lists(st.sampled_from([SiaeKind.ACI, SiaeKind.EI])))),
                stages=tuple(draw(st.lists(st.sampled_from(["idee", "financement"])))),
                expenses=tuple(draw(st.lists(st.sampled_from(Expense), max_size=3))),
                floor=draw(st.none() | st.integers(0, 900).map(Decimal)),
                ceiling=draw(st.none() | st.integers(900, 9000).map(Decimal)),
                max_rate=draw(st.none() | st.sampled_from([Decimal("0.5"), Decimal(1)])),
            )
        )
    return made


QUESTIONS = st.builds(
    Question,
    day=DAYS,
    stage=st.sampled_from(["", "idee", "financement"]),
    kind=st.none() | st.sampled_from([SiaeKind.ACI, SiaeKind.ETTI]),
    territory=CODES,
    expense=st.none() | st.sampled_from(Expense),
    amount=st.none() | st.integers(0, 10_000).map(Decimal),
    beneficiary=st.none() | st.sampled_from(BeneficiaryKind),
)


@given(STATES, st.lists(CALLS, min_size=1, max_size=4), DAYS)
def test_a_scheme_whose_calls_are_past_is_never_open_whatever_was_declared(
    declared: SchemeState, calls: list[Call], day: date
) -> None:
    over = [c for c in calls if c.closes_on is not None and c.closes_on < day]
    if len(over) == len(calls):
        assert compute_state(declared, calls, day).is_over
    if declared.is_over:
        assert compute_state(declared, calls, day) is declared


@given(STATES, DAYS)
def test_the_closing_day_is_included(declared: SchemeState, day: date) -> None:
    last = Call(opens_on=day - timedelta(days=9), closes_on=day)
    if not declared.is_over:
        assert compute_state(declared, [last], day) is SchemeState.OPEN
        assert compute_state(declared, [last], day + timedelta(days=1)) is SchemeState.CLOSED
        assert compute_state(declared, [last], day - timedelta(days=10)) is SchemeState.UPCOMING


@given(many_schemes(), CODES)
def test_a_generic_and_its_variant_are_never_both_shown(made: list[Scheme], code: str) -> None:
    shown = choose_variants(made, code)
    slugs = {s.slug for s in shown}
    by_slug = {s.slug: s for s in made if s.serves(code)}
    for s in shown:
        assert s.serves(code)
        parent = parent_of(s, by_slug)
        if parent is not None:
            assert parent.slug not in slugs
    assert bool(shown) == any(s.serves(code) for s in made) or all(s.generic for s in made)


@given(many_schemes(), QUESTIONS, st.randoms())
def test_the_finder_owes_nothing_to_the_order_of_the_schemes(
    made: list[Scheme], question: Question, chance: object
) -> None:
    mixed = list(made)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    answer = find(question, made)
    assert answer == find(question, mixed)
    for fit in (*answer.asked, *answer.not_eligible):
        assert 0 <= fit.score <= 1
        assert 0 <= fit.confidence <= 1
        assert all(part.value is None or 0 <= part.value <= 1 for part in fit.parts)
    for fit in answer.asked:
        assert not fit.scheme.state.is_over
        assert all(
            c.closes_on is None or c.closes_on >= question.day or len(fit.scheme.calls) > 1
            for c in fit.scheme.calls
        )


def test_the_local_variant_replaces_its_generic_where_it_serves() -> None:
    generic = scheme("generique")
    local = scheme("locale", generic="generique", territories=("93",))
    over = scheme("passee", generic="generique", territories=("95",), declared=SchemeState.CLOSED)
    made = [generic, local, over]
    saint_denis = territories.resolve("Saint-Denis (93)").code
    shown = {code: {s.slug for s in choose_variants(made, code)} for code in ("", "93", "75", "95")}
    assert shown == {
        "": {"generique"}, "93": {"locale"}, "75": {"generique"}, "95": {"generique"},
    }  # fmt: skip
    assert {s.slug for s in choose_variants(made, saint_denis)} == {"locale"}


def verdict(question: Question, asked: Scheme) -> tuple[Verdict, str]:
    answer = find(question, [asked])
    (fit,) = (*answer.asked, *answer.not_eligible)
    return fit.verdict, " ".join(rule.why for rule in fit.rules).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("question", "values", "expected", "why"),
    [
        ({"kind": SiaeKind.ETTI}, {"kinds": (SiaeKind.ACI,)}, Verdict.NOT_ELIGIBLE, "Pour : ACI"),
        ({"kind": SiaeKind.ETTI}, {}, Verdict.TO_CHECK, "Les ETTI sont-elles admises ?"),
        ({"territory": "75"}, {"territories": ("93",)}, Verdict.NOT_ELIGIBLE, "Seine-Saint-Denis"),
        ({"territory": "93"}, {"territories": ("T6",)}, Verdict.TO_CHECK, "une partie"),
        ({"territory": "T6"}, {"territories": ("93",)}, Verdict.ELIGIBLE, "y est"),
        ({"expense": Expense.CASH}, {"expenses": (Expense.STUDY,)}, Verdict.NOT_ELIGIBLE, "étude"),
        (
            {"amount": Decimal(100)},
            {"floor": Decimal(500), "basis": AmountBasis.PER_PROJECT},
            Verdict.NOT_ELIGIBLE,
            "plancher",
        ),
        ({"amount": Decimal(100)}, {"floor": Decimal(500)}, Verdict.TO_CHECK, "par projet ?"),
        (
            {"amount": Decimal(1000)},
            {"max_rate": Decimal("0.7"), "ceiling": Decimal(600)},
            Verdict.ELIGIBLE,
            "Jusqu’à 600 € (70 % au plus). Il reste 400 € à trouver.",
        ),
        (
            {"beneficiary": BeneficiaryKind.ASSOCIATION},
            {"beneficiary_kinds": (BeneficiaryKind.CONVENTIONED,)},
            Verdict.TO_CHECK,
            "conventionné",
        ),
        ({"amount": Decimal(9)}, {"form": SchemeForm.FORUM}, Verdict.NOT_ELIGIBLE, "ne verse rien"),
        ({"amount": Decimal(9)}, {"form": SchemeForm.ENGINEERING}, Verdict.TO_CHECK, "sans argent"),
        ({}, {"calls": (call("2026-01-01", "2026-11-24"),)}, Verdict.NOT_ELIGIBLE, "Clos depuis"),
        ({}, {"calls": (call("2026-01-01", "2026-11-25"),)}, Verdict.ELIGIBLE, "inclus"),
        ({}, {"calls": (call("2026-12-01", "2026-12-25"),)}, Verdict.TO_CHECK, "Ouvre le 1er"),
    ],
)
def test_each_rule_says_why(
    question: dict[str, object], values: dict[str, object], expected: Verdict, why: str
) -> None:
    asked = scheme(**({"declared": SchemeState.PERMANENT} | values))
    found, said = verdict(Question(day=TODAY, **question), asked)  # type: ignore[arg-type]
    assert found is expected
    assert why in said


def test_the_nearest_deadline_comes_first_and_what_is_permanent_after_dates() -> None:
    made = [
        scheme("permanent", declared=SchemeState.PERMANENT),
        scheme("loin", calls=(call("2026-01-01", "2027-06-01"),)),
        scheme("proche", calls=(call("2026-01-01", "2026-12-01"),)),
    ]
    answer = find(Question(day=TODAY, territory="75"), made)
    assert [fit.scheme.slug for fit in answer.eligible] == ["proche", "loin", "permanent"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"funders": ()}, "financeurs"),
        ({"name": " "}, "nom"),
        ({"calls": (call("2026-05-01", "2026-04-01"),)}, "clôture"),
        ({"calls": (call("2026-01-01", "2026-04-01"), call("2026-04-01", "2026-06-01"))}, "dates"),
        ({"territories": ("97Z",)}, "territoires"),
        ({"territories": ("26",)}, "territoires"),
        ({"floor": Decimal(-1)}, "plancher"),
        ({"floor": Decimal(9), "ceiling": Decimal(8)}, "plancher"),
        ({"max_rate": Decimal("1.2")}, "taux"),
        ({"url": "javascript:alert(1)"}, "lien"),
        ({"slug": "Deux mots/"}, "identifiant"),
        ({"name": "x" * 300}, "nom"),
        ({"ceiling": Decimal(10**12)}, "plafond"),
        ({"stages": ("lune",)}, "étapes"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(values: dict[str, object], field: str) -> None:
    faults = find_faults(scheme(**values))
    assert faults
    assert faults[0].startswith(field)


def test_the_portal_own_file_is_sound_and_survives_a_trip_to_json() -> None:
    made = load_schemes()
    slugs = {s.slug for s in made}
    assert len(slugs) == len(made)
    for one in made:
        assert find_faults(one) == ()
        assert scheme_of_values(values_of(one)) == one
        assert not one.generic or one.generic in slugs
        assert set(one.not_with) <= slugs

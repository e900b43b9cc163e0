from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import PARIS
from app.matching.kinds import SiaeKind
from app.toolkit.funding_plan.alerts import find_alerts
from app.toolkit.funding_plan.calendar import write_dates
from app.toolkit.funding_plan.model import YEARS, Balance, FundingStatus, Need, Plan, Resource
from app.toolkit.funding_plan.report import write_lines, write_report
from app.toolkit.funding_plan.totals import summarise
from app.toolkit.funding_plan.workbook import write_plan
from app.toolkit.schemes import Expense, load_schemes

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
D = Decimal


def need(amount: int, expense: Expense = Expense.INVESTMENT, year: int = 1) -> Need:
    return Need(label="Camion", expense=expense, amount=D(amount), year=year)


def resource(amount: int, slug: str = "", **values: object) -> Resource:
    scheme = next(s for s in load_schemes() if s.slug == slug) if slug else None
    given_ = {"name": slug or "Fondation", "funder": scheme.funder if scheme else "Fondation"}
    return Resource(amount=D(amount), scheme=scheme, **(given_ | values))  # type: ignore[arg-type]


def titles(plan: Plan) -> str:
    found = find_alerts(plan, NOW.date())
    return " | ".join(f"{a.title} {a.text}" for a in found).replace("\u00a0", " ")


def test_a_plan_adds_up_and_says_what_is_missing() -> None:
    plan = Plan(
        needs=(need(30_000), need(20_000, Expense.RUNNING, 2)),
        resources=(
            resource(25_000, status=FundingStatus.GRANTED, year=1),
            resource(15_000, name="Banque", funder="Banque"),
        ),
    )
    found = summarise(plan, NOW)
    assert (found.needs, found.resources, found.gap) == (D(50_000), D(40_000), D(10_000))
    assert found.balance is Balance.SHORT
    assert (found.secured, found.hoped, found.without_hope) == (D(25_000), D(15_000), D(25_000))
    assert [line.needs for line in found.years] == [D(30_000), D(20_000), D(0)]
    assert found.unplaced == D(15_000)


def test_what_becomes_of_the_plan_without_each_funder() -> None:
    plan = Plan(needs=(need(40_000),), resources=(resource(25_000), resource(15_000, name="Ville")))
    losses = {loss.resource.name: loss.gap for loss in summarise(plan, NOW).losses}
    assert losses == {"Fondation": D(25_000), "Ville": D(15_000)}


def test_what_pays_nothing_is_not_counted() -> None:
    plan = Plan(needs=(need(10_000),), resources=(resource(10_000, "france-active-garantie"),))
    assert summarise(plan, NOW).resources == 0
    assert "aucun argent versé" in titles(plan)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(needs=(need(1),), resources=(resource(1, "paris-jeunes-pousses"),)), "clos"),
        (Plan(needs=(need(1),), resources=(resource(1, "fdi"),)), "à vérifier"),
        (
            Plan(needs=(need(1),), resources=(resource(1, "departement-93-iae"),), department="77"),
            "Ce dispositif vise : 93",
        ),
        (
            Plan(needs=(need(1),), resources=(resource(1, "atigip-detention"),), kind=SiaeKind.AI),
            "pour ACI, EI seulement",
        ),
        (
            Plan(
                needs=(need(1_000),),
                resources=(
                    resource(800, expense=Expense.INVESTMENT),
                    resource(700, name="Ville", expense=Expense.INVESTMENT),
                ),
            ),
            "payée plusieurs fois",
        ),
        (
            Plan(
                needs=(need(1_000),),
                resources=(resource(800, cap=D(50), expense=Expense.INVESTMENT),),
            ),
            "au-delà du plafond saisi",
        ),
        (
            Plan(
                needs=(need(1_000, Expense.RUNNING),),
                resources=(resource(500, "aide-au-poste"), resource(100, name="Contrat aidé")),
            ),
            "ne se cumule pas avec une autre aide à l’emploi de l’État",
        ),
        (
            Plan(needs=(need(1),), resources=(resource(1, deposit_on=date(2026, 1, 2)),)),
            "dépôt dépassé",
        ),
    ],
)
def test_what_does_not_go_together_is_said(plan: Plan, words: str) -> None:
    assert words in titles(plan)


needs = st.lists(
    st.builds(
        Need, label=st.just("x"), expense=st.sampled_from(Expense),
        amount=st.decimals(0, 1_000_000, places=2), year=st.sampled_from(YEARS),
    ), max_size=6,
)  # fmt: skip
resources = st.lists(
    st.builds(
        Resource, name=st.sampled_from(["a", "b", "c"]), funder=st.sampled_from(["x", "y"]),
        amount=st.decimals(0, 1_000_000, places=2), status=st.sampled_from(FundingStatus),
        expense=st.none() | st.sampled_from(Expense), year=st.none() | st.sampled_from(YEARS),
    ), max_size=6,
)  # fmt: skip


@given(needs=needs, resources=resources, seed=st.randoms())
def test_totals_are_the_sum_of_the_rows_in_any_order(needs, resources, seed) -> None:  # noqa: ANN001
    plan = Plan(needs=tuple(needs), resources=tuple(resources))
    found = summarise(plan, NOW)
    assert found.needs == sum(n.amount for n in needs)
    assert found.resources == sum(r.amount for r in resources)
    assert sum(line.needs for line in found.years) == found.needs
    assert sum(line.resources for line in found.years) + found.unplaced == found.resources
    assert sum(line.total for line in found.natures) == found.needs
    assert sum(share.amount for share in found.funders) == found.resources
    assert found.balance is Balance.of(found.needs - found.resources)
    seed.shuffle(needs)
    seed.shuffle(resources)
    again = summarise(Plan(needs=tuple(needs), resources=tuple(resources)), NOW)
    assert (again.natures, again.years, again.funders, again.alerts) == (
        found.natures, found.years, found.funders, found.alerts,
    )  # fmt: skip


@given(needs=needs, resources=resources)
def test_losing_a_resource_costs_its_amount(needs, resources) -> None:  # noqa: ANN001
    found = summarise(Plan(needs=tuple(needs), resources=tuple(resources)), NOW)
    for loss in found.losses:
        assert loss.resources == found.resources - loss.resource.money
        assert loss.gap == found.gap + loss.resource.money


def test_the_plan_is_taken_away_in_four_forms() -> None:
    plan = Plan(
        needs=(Need(label="=1+1", expense=Expense.START, amount=D(1_000)),),
        resources=(resource(400, deposit_on=date(2027, 1, 15), answer_on=date(2027, 3, 1)),),
    )
    found = summarise(plan, NOW)
    book = openpyxl.load_workbook(io.BytesIO(write_plan(found)))
    values = [cell.value for page in book for row in page.iter_rows() for cell in row]
    typed = [c for page in book for row in page.iter_rows() for c in row if c.value == "=1+1"]
    assert all(cell.data_type == "s" for cell in typed)
    assert any(str(value).startswith("=SUM(") for value in values)
    assert write_report(found)[:5] == b"%PDF-"
    assert b"'=1+1" in write_lines(found)
    dates = write_dates(found).decode()
    assert dates.count("BEGIN:VEVENT") == 2
    assert "20270115" in dates
    assert dates == write_dates(summarise(plan, NOW)).decode()


def test_schemes_that_exclude_one_another_are_said_once() -> None:
    one, two = resource(10, "fdi"), resource(10, "dla")
    assert one.scheme
    assert two.scheme
    pair = (
        replace(one, scheme=replace(one.scheme, not_with=("dla",))),
        replace(two, scheme=replace(two.scheme, not_with=("fdi",))),
    )
    said = titles(Plan(needs=(need(100),), resources=pair))
    assert said.count("ne se cumulent pas") == 1

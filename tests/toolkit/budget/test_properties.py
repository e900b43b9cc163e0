from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.matching.kinds import SiaeKind
from app.toolkit.budget.forecast import LABELS, PAYMENTS, POSTS, RECEIPTS, compute
from app.toolkit.budget.inputs import (
    BUDGET_KINDS,
    BudgetInputs,
    Funding,
    FundingKind,
    Investment,
    Permanent,
    PostCategory,
    YearlyRow,
)
from tests.toolkit.budget.examples import EMPTY, SCENARIOS

money = st.decimals(0, 500_000, places=2)
small = st.decimals(0, 40, places=2)
month = st.integers(1, 36)
yearly = st.builds(
    YearlyRow, label=st.just("x"), amounts=st.tuples(money, money, money), delay=st.integers(0, 6),
    is_variable=st.booleans(),
)  # fmt: skip
loan = st.builds(
    lambda amount, at, rate, length, deferral: Funding(
        kind=FundingKind.LOAN, label="x", amount=amount, month=at, rate=rate, length=length,
        deferral=min(deferral, length - 1),
    ),
    money, month, st.decimals(0, "0.2", places=4), st.integers(1, 84), st.integers(0, 24),
)  # fmt: skip
grant = st.builds(
    Funding, kind=st.sampled_from(FundingKind).filter(lambda k: k is not FundingKind.LOAN),
    label=st.just("x"), amount=money, month=month, years=st.integers(1, 20),
)  # fmt: skip


@st.composite
def budgets(draw: st.DrawFn) -> BudgetInputs:
    kind = draw(st.sampled_from(BUDGET_KINDS))
    by_hours = kind in {SiaeKind.AI, SiaeKind.ETTI}
    return replace(
        EMPTY,
        kind=kind,
        weekly_hours=draw(st.decimals(1, 45, places=1)),
        presence=tuple(draw(st.lists(small, min_size=12, max_size=12))),
        unit_cost=draw(st.decimals(0, 5_000, places=2)),
        hours_per_fte=draw(st.decimals(500, 2_000, places=0)) if by_hours else None,
        hourly_price=draw(small),
        hourly_delay=draw(st.integers(0, 6)),
        caps=tuple(draw(st.lists(st.none() | small, min_size=3, max_size=3))),
        cdi_later=tuple(draw(st.lists(small, min_size=3, max_size=3))),
        aid_per_fte=draw(st.decimals(0, 40_000, places=2)),
        aid_delay=draw(st.integers(0, 12)),
        modulation=draw(st.decimals(0, "0.1", places=4)),
        opening_cash=draw(money),
        permanents=tuple(
            draw(st.lists(st.builds(
                Permanent, function=st.just("x"), category=st.sampled_from(PostCategory), fte=small,
                monthly_cost=st.decimals(0, 9_000, places=2), first_month=month,
            ), max_size=3))
        ),
        sales=tuple(draw(st.lists(yearly, max_size=3))),
        charges=tuple(draw(st.lists(yearly, max_size=3))),
        investments=tuple(
            draw(st.lists(st.builds(
                Investment, label=st.just("x"), amount=money, month=month, years=st.integers(1, 20),
            ), max_size=2))
        ),
        funding=tuple(draw(st.lists(loan | grant, max_size=3))),
    )  # fmt: skip


scenario = st.sampled_from(SCENARIOS)


@given(inputs=budgets(), how=scenario)
def test_the_sum_of_months_is_the_year_to_the_cent(inputs: BudgetInputs, how) -> None:  # noqa: ANN001
    forecast = compute(inputs, how)
    for key in set(LABELS) - set(POSTS) - {"cash"}:
        months = forecast.months(key)
        assert len(months) == 36
        assert sum(forecast.years(key)) == sum(months)
        assert all(value == round(value, 2) for value in months), key


@given(inputs=budgets(), how=scenario)
def test_the_last_cash_is_the_first_and_every_flow(inputs: BudgetInputs, how) -> None:  # noqa: ANN001
    forecast = compute(inputs, how)
    moved = sum(sum(forecast.months(key)) for key in RECEIPTS)
    moved -= sum(sum(forecast.months(key)) for key in PAYMENTS)
    assert forecast.months("cash")[-1] == inputs.opening_cash + moved
    at, lowest = forecast.lowest_cash
    assert lowest == min(forecast.months("cash")) == forecast.months("cash")[at - 1]


@given(inputs=budgets(), more=st.decimals(0, 20_000, places=2), how=scenario)
def test_more_aid_never_lowers_the_result(inputs: BudgetInputs, more: Decimal, how) -> None:  # noqa: ANN001
    before = compute(inputs, how)
    after = compute(replace(inputs, aid_per_fte=inputs.aid_per_fte + more), how)
    for key in ("result", "cash"):
        pairs = zip(before.months(key), after.months(key), strict=True)
        assert all(b <= a for b, a in pairs), key


@given(inputs=budgets(), more=st.decimals(0, 20_000, places=2), how=scenario)
def test_more_sales_never_lower_the_result(inputs: BudgetInputs, more: Decimal, how) -> None:  # noqa: ANN001
    row = YearlyRow(label="plus", amounts=(more, more, more))
    before, after = compute(inputs, how), compute(replace(inputs, sales=(*inputs.sales, row)), how)
    assert all(b <= a for b, a in zip(before.years("result"), after.years("result"), strict=True))


@given(inputs=budgets())
def test_scenarios_are_in_order_of_sales(inputs: BudgetInputs) -> None:
    prudent, central, bright = (compute(inputs, how) for how in SCENARIOS)
    for year in range(3):
        low, typed, high = (f.year("sales", year) for f in (prudent, central, bright))
        assert low <= typed <= high
    # People who come late may move hours to the next year: their order is that of three years.
    low, typed, high = (sum(f.months("hours_sales")) for f in (prudent, central, bright))
    assert low <= typed <= high


@given(inputs=budgets(), how=scenario)
def test_no_post_is_aided_beyond_the_agreement(inputs: BudgetInputs, how) -> None:  # noqa: ANN001
    forecast = compute(inputs, how)
    for at, held in enumerate(forecast.months("aided")):
        cap = inputs.caps[at // 12]
        assert held <= forecast.months("full_time")[at]
        assert cap is None or held <= cap
    assert forecast.aid_lost >= 0

"""Each rule on figures worked out by hand, in the comments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.toolkit.budget import months
from app.toolkit.budget.forecast import compute
from app.toolkit.budget.inputs import Funding, FundingKind, Investment, YearlyRow
from tests.toolkit.budget.examples import (
    ACI,
    CENTRAL,
    EMPTY,
    ETTI,
    PRUDENT,
    SCENARIOS,
    D,
    change,
    three,
)

TEN = (D(10),) * 12


def test_the_aid_is_a_twelfth_of_the_scale_for_each_post() -> None:
    # 10 people × 35 h ÷ 35 h = 10 posts; 10 × 24 000 ÷ 12 = 20 000 a month, 240 000 a year.
    forecast = compute(change(EMPTY, presence=TEN), CENTRAL)
    assert forecast.months("aid") == (D(20_000),) * 36
    assert forecast.years("aid") == three(240_000)


def test_under_35_hours_the_aid_falls_in_proportion_and_never_rises_above() -> None:
    # 10 × 26 ÷ 35 = 7.4286 posts; × 24 000 ÷ 12 = 14 857.20. At 39 h a post stays one post.
    short = compute(change(EMPTY, presence=TEN, weekly_hours=D(26)), CENTRAL)
    assert short.months("full_time")[0] == D("7.4286")
    assert short.months("aid")[0] == D("14857.20")
    long = compute(change(EMPTY, presence=TEN, weekly_hours=D(39)), CENTRAL)
    assert long.months("full_time")[0] == D(10)


def test_posts_beyond_the_agreement_are_not_aided() -> None:
    # 8 posts of 10: 8 × 2 000 = 16 000 a month; lost: 2 × 2 000 × 36 = 144 000 over three years.
    forecast = compute(change(EMPTY, presence=TEN, caps=(D(8), D(8), D(8))), CENTRAL)
    assert forecast.months("aided")[0] == D(8)
    assert forecast.months("aid")[0] == D(16_000)
    assert forecast.aid_lost == D(144_000)


def test_a_cdi_d_inclusion_beyond_its_first_year_is_aided_at_70_percent() -> None:
    # 10 posts, 2 of them later CDI: (10 − 0.3 × 2) × 2 000 = 18 800.
    forecast = compute(change(EMPTY, presence=TEN, cdi_later=(D(0), D(2), D(2))), CENTRAL)
    assert forecast.months("aid")[0] == D(20_000)
    assert forecast.months("aid")[12] == D(18_800)


def test_the_modulated_part_comes_once_a_year_and_apart() -> None:
    # 5 % of 240 000 = 12 000 in the twelfth month; counted in no result but the bright one's.
    forecast = compute(change(EMPTY, presence=TEN, modulation=D("0.05")), CENTRAL)
    assert forecast.months("modulated")[10:13] == (D(0), D(12_000), D(0))
    assert forecast.years("modulated_counted") == three(0)
    assert forecast.year("result", 0) == D(240_000)


def test_the_modulated_part_is_out_of_the_prudent_scenario_and_in_the_bright_one() -> None:
    # 5 % of 240 000 = 12 000: nowhere, in no total, then in the result and the cash.
    inputs = change(EMPTY, presence=TEN, modulation=D("0.05"))
    prudent, central, bright = (compute(inputs, how) for how in SCENARIOS)
    assert prudent.years("modulated") == prudent.years("modulated_counted") == three(0)
    assert central.years("modulated") == three(12_000)
    assert central.year("cash", 0) == D(240_000)
    assert bright.year("result", 0) == bright.year("cash", 0) == D(252_000)


def test_people_come_late_in_the_prudent_scenario() -> None:
    # 3 months late: the first quarter is empty, the second has the people of the first.
    people = tuple(map(D, range(1, 13)))
    forecast = compute(change(EMPTY, presence=people), PRUDENT)
    assert forecast.months("presence")[:7] == (D(0), D(0), D(0), D(1), D(1), D(1), D(2))


def test_hours_become_posts_by_the_base_that_was_typed() -> None:
    # 900 h a quarter = 300 h a month; × 12 ÷ 1 600 = 2.25 posts; 300 × 24.90 = 7 470 billed,
    # 300 × 18.40 = 5 520 paid; aid 2.25 × 4 781 ÷ 12 = 896.44.
    forecast = compute(ETTI, CENTRAL)
    first = {
        key: forecast.months(key)[0] for key in ("full_time", "hours_sales", "insertion_pay", "aid")
    }
    assert first == {
        "full_time": D("2.2500"),
        "hours_sales": D("7470.00"),
        "insertion_pay": D("5520.00"),
        "aid": D("896.44"),
    }
    # Paid two months later.
    assert forecast.months("hours_receipts")[:3] == (D(0), D(0), D("7470.00"))


def test_hours_that_are_not_sold_are_neither_worked_nor_paid_nor_aided() -> None:
    # Prudent, 3 months late: month 4 has 300 h × 0.8 = 240 h; × 24.90 = 5 976; × 18.40 = 4 416;
    # 240 × 12 ÷ 1 600 = 1.8 posts; × 4 781 ÷ 12 = 717.15.
    prudent = compute(ETTI, PRUDENT)
    assert prudent.months("presence")[:4] == (D(0), D(0), D(0), D(240))
    assert prudent.months("hours_sales")[3] == D(5_976)
    assert prudent.months("insertion_pay")[3] == D(4_416)
    assert prudent.months("aid")[3] == D("717.15")


def test_the_aid_comes_after_its_delay() -> None:
    # 20 000 a month, two months late: 10 × 20 000 in the first year, then a whole year.
    forecast = compute(change(EMPTY, presence=TEN, aid_delay=2), CENTRAL)
    assert forecast.months("aid_received")[:3] == (D(0), D(0), D(20_000))
    assert forecast.years("aid_received") == (D(200_000), D(240_000), D(240_000))
    assert forecast.year("aid", 0) == D(240_000)


def test_permanents_are_paid_from_their_month() -> None:
    # 0.5 × 3 333.33 = 1 666.665, rounded up to 1 666.67; from month 4: 9 months the first year.
    inputs = change(EMPTY, permanents=ACI.permanents[1:])
    forecast = compute(inputs, CENTRAL)
    assert forecast.months("permanents")[2:4] == (D(0), D("1666.67"))
    assert forecast.year("permanents", 0) == D("15000.03")
    assert forecast.year("permanent_posts", 0) == D("0.38")


def test_a_whole_first_month_of_an_aci_by_hand() -> None:
    # 4 people × 26 ÷ 35 = 2.9714 posts, aid × 23 921 ÷ 12 = 5 923.24; sales 25 000 ÷ 12 = 2 083.33;
    # income 8 006.57. Pay 4 × 1 500.50 = 6 002; permanent 3 400; charges 23 400 ÷ 12 = 1 950;
    # expenses 11 352; result −3 345.43. Cash: 20 000 + 416.67 (5 000 ÷ 12, paid at once)
    # + 20 000 of loan + 15 000 of equity − 6 002 − 3 400 − 1 200 of rent = 44 814.67.
    forecast = compute(ACI, CENTRAL)
    keys = ("full_time", "aid", "sales", "income", "expenses", "result", "cash")
    assert [forecast.months(key)[0] for key in keys] == [
        D("2.9714"), D("5923.24"), D("2083.33"), D("8006.57"), D(11_352), D("-3345.43"),
        D("44814.67"),
    ]  # fmt: skip


def test_sales_are_paid_after_their_delay_and_fall_in_the_prudent_scenario() -> None:
    # 12 000 a year = 1 000 a month, paid from the third month; × 0.8 = 800.
    inputs = change(EMPTY, sales=(YearlyRow(label="a", amounts=three(12_000), delay=2),))
    central, prudent = compute(inputs, CENTRAL), compute(inputs, PRUDENT)
    assert central.months("sales")[0] == D(1_000)
    assert central.months("receipts")[:3] == (D(0), D(0), D(1_000))
    assert prudent.years("sales") == three(9_600)


def test_only_variable_charges_follow_the_sales() -> None:
    # Variable 1 200 × 0.8 = 960, fixed 2 400: 3 360 a year.
    rows = (
        YearlyRow(label="v", amounts=three(1_200), is_variable=True),
        YearlyRow(label="f", amounts=three(2_400), delay=1),
    )
    inputs = change(EMPTY, charges=rows)
    assert compute(inputs, CENTRAL).year("charges", 0) == D(3_600)
    assert compute(inputs, PRUDENT).year("charges", 0) == D(3_360)
    assert compute(inputs, CENTRAL).months("charges_paid")[:2] == (D(100), D(300))


def test_an_investment_is_paid_once_and_depreciated_in_a_straight_line() -> None:
    # 24 000 over 5 years = 400 a month from month 2: 11 months the first year, 4 400.
    inputs = change(EMPTY, investments=(Investment(label="a", amount=D(24_000), month=2, years=5),))
    forecast = compute(inputs, CENTRAL)
    assert forecast.months("invested")[:3] == (D(0), D(24_000), D(0))
    assert forecast.years("depreciation") == (D(4_400), D(4_800), D(4_800))


def test_a_loan_bears_interest_on_what_is_owed_and_is_paid_back_after_its_deferral() -> None:
    # 12 000 at 6 % over 12 months, 2 of deferral, received in month 1. Interest 0.5 % a month:
    # months 2 to 4 on 12 000 = 60.00 (two of deferral, then the first repayment is due at its end);
    # capital 12 000 ÷ 10 = 1 200 from month 4 to 13; month 5 owes 10 800: 54.00.
    loan = Funding(
        kind=FundingKind.LOAN,
        label="a",
        amount=D(12_000),
        month=1,
        rate=D("0.06"),
        length=12,
        deferral=2,
    )
    forecast = compute(change(EMPTY, funding=(loan,)), CENTRAL)
    assert forecast.months("interest")[:6] == (D(0), D(60), D(60), D(60), D(54), D(48))
    assert forecast.months("repaid")[:5] == (D(0), D(0), D(0), D(1_200), D(1_200))
    assert sum(forecast.months("repaid")) == D(12_000)
    assert forecast.months("received")[0] == D(12_000)
    # 6 × … : 60 × 3 + 54 + 48 + 42 + 36 + 30 + 24 + 18 + 12 + 6 = 450.
    assert sum(forecast.months("interest")) == D(450)


def test_grants_enter_the_result_over_time_and_the_cash_at_once() -> None:
    # 12 000 of operation from month 3: 1 000 a month for a year, 10 months the first year.
    # 6 000 of investment over 5 years from month 1: 100 a month.
    rows = (
        Funding(kind=FundingKind.OPERATING_GRANT, label="a", amount=D(12_000), month=3),
        Funding(kind=FundingKind.INVESTMENT_GRANT, label="b", amount=D(6_000), month=1, years=5),
    )
    forecast = compute(change(EMPTY, funding=rows), CENTRAL)
    assert forecast.years("grants") == (D(11_200), D(3_200), D(1_200))
    assert forecast.months("received")[:3] == (D(6_000), D(0), D(12_000))


def test_the_lowest_cash_is_found_with_its_month() -> None:
    # Opening 1 000, rent 300 a month, 2 000 received in month 6: 1 000 − 5 × 300 = −500 in month 5.
    inputs = change(
        EMPTY,
        opening_cash=D(1_000),
        charges=(YearlyRow(label="loyer", amounts=(D(3_600), D(0), D(0))),),
        funding=(Funding(kind=FundingKind.EQUITY, label="a", amount=D(5_000), month=6),),
    )
    forecast = compute(inputs, CENTRAL)
    assert forecast.lowest_cash == (5, D(-500))
    assert forecast.year("cash", 0) == D(2_400)


@pytest.mark.parametrize(
    ("amount", "rounded"), [("0.005", "0.01"), ("1.125", "1.13"), ("2.004", "2.00")]
)
def test_halves_of_a_cent_go_up(amount: str, rounded: str) -> None:
    assert months.to_cent(Decimal(amount)) == Decimal(rounded)

"""The thirty-six months of a budget in one scenario, line by line.

Each function is one line of the workbook too: `workbook.py` writes the same rule as a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from app.toolkit.budget.inputs import (
    MONTHS,
    BudgetInputs,
    Funding,
    FundingKind,
    Scenario,
    YearlyRow,
)

CENT = Decimal("0.01")
TEN_THOUSANDTH = Decimal("0.0001")
FULL_TIME = Decimal(35)  # hours a week: beyond, the aid does not grow (code du travail, R5132-10)
LATER_SHARE = Decimal("0.7")  # of the aid for a CDI d'inclusion beyond its first year (R5132-8-2)
ZERO = Decimal(0)
Line = tuple[Decimal, ...]


def to_cent(amount: Decimal) -> Decimal:
    """The amount at the nearest cent, halves upwards, as spreadsheets round."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def each_month(value: Callable[[int], Decimal]) -> Line:
    """The value of each month, from 1 to 36."""
    return tuple(value(month) for month in range(1, MONTHS + 1))


def year_of(month: int) -> int:
    """The index of the year of a month: 0, 1 or 2."""
    return (month - 1) // 12


def presence(inputs: BudgetInputs, scenario: Scenario) -> Line:
    """People, or hours a month, in each month: those of the quarter, late by the delay.

    Hours follow the sales of the scenario, since they are what is sold: an hour that nobody buys is
    neither worked, nor paid, nor aided.
    """
    factor = scenario.sales_factor if inputs.sells_hours else Decimal(1)
    share = Decimal(3) if inputs.sells_hours else Decimal(1)

    def value(month: int) -> Decimal:
        shifted = month - scenario.delay
        return inputs.presence[(shifted - 1) // 3] * factor / share if shifted >= 1 else ZERO

    return each_month(value)


def full_time(inputs: BudgetInputs, people: Line) -> Line:
    """The posts of insertion in full-time equivalents, at a ten-thousandth."""
    if inputs.sells_hours:
        base = inputs.hours_per_fte or ZERO
        found = (hours * 12 / base if base else ZERO for hours in people)
    else:
        share = min(inputs.weekly_hours, FULL_TIME) / FULL_TIME
        found = (count * share for count in people)
    return tuple(value.quantize(TEN_THOUSANDTH, ROUND_HALF_UP) for value in found)


def aided(inputs: BudgetInputs, posts: Line) -> Line:
    """The posts that are aided: no more than the agreement gives that year."""

    def value(month: int) -> Decimal:
        cap = inputs.caps[year_of(month)]
        return posts[month - 1] if cap is None else min(posts[month - 1], cap)

    return each_month(value)


def aid(inputs: BudgetInputs, posts: Line) -> Line:
    """The fixed part of the aid for these posts, a twelfth of the year's each month."""
    lost = 1 - LATER_SHARE

    def value(month: int) -> Decimal:
        held = posts[month - 1]
        later = min(inputs.cdi_later[year_of(month)], held)
        return to_cent((held - lost * later) * inputs.aid_per_fte / 12)

    return each_month(value)


def modulated(inputs: BudgetInputs, fixed: Line) -> Line:
    """The modulated part, paid in one go in the last month of each year."""

    def value(month: int) -> Decimal:
        if month % 12:
            return ZERO
        return to_cent(sum(fixed[month - 12 : month], ZERO) * inputs.modulation)

    return each_month(value)


def yearly_rows(
    rows: Iterable[YearlyRow], factor: Decimal, *, is_cash: bool = False, fixed: bool = False
) -> Line:
    """A twelfth of the year's amounts each month; of cash, each row late by its delay.

    `factor` multiplies every row, or the variable ones alone where `fixed`.
    """
    known = tuple(rows)

    def value(month: int) -> Decimal:
        total = ZERO
        for row in known:
            at = month - row.delay if is_cash else month
            if at >= 1:
                weight = factor if not fixed or row.is_variable else Decimal(1)
                total += row.amounts[year_of(at)] * weight
        return to_cent(total / 12)

    return each_month(value)


def late(line: Line, delay: int) -> Line:
    """The same line, that many months later."""
    return (ZERO,) * min(delay, MONTHS) + line[: max(0, MONTHS - delay)]


def permanents(inputs: BudgetInputs) -> Line:
    """What permanent posts cost."""

    def value(month: int) -> Decimal:
        held = (p for p in inputs.permanents if p.first_month <= month)
        return to_cent(sum((p.fte * p.monthly_cost for p in held), ZERO))

    return each_month(value)


def permanent_posts(inputs: BudgetInputs) -> Line:
    """The permanent posts, in full-time equivalents."""
    return each_month(
        lambda month: sum((p.fte for p in inputs.permanents if p.first_month <= month), ZERO)
    )


def depreciation(inputs: BudgetInputs) -> Line:
    """What investments lose in value, in a straight line from their month."""

    def value(month: int) -> Decimal:
        held = (i for i in inputs.investments if i.month <= month < i.month + 12 * i.years)
        return to_cent(sum((i.amount / (12 * i.years) for i in held), ZERO))

    return each_month(value)


def invested(inputs: BudgetInputs) -> Line:
    """What is paid for investments, in their month."""
    return each_month(
        lambda month: sum((i.amount for i in inputs.investments if i.month == month), ZERO)
    )


def received(inputs: BudgetInputs) -> Line:
    """Grants, loans and equity, in the month they come."""
    return each_month(
        lambda month: sum((f.amount for f in inputs.funding if f.month == month), ZERO)
    )


def grants(inputs: BudgetInputs) -> Line:
    """What grants bring to the result: over twelve months, or over the years of an investment."""

    def spread(row: Funding) -> int:
        return 12 * row.years if row.kind is FundingKind.INVESTMENT_GRANT else 12

    known = [
        (row, spread(row))
        for row in inputs.funding
        if row.kind in {FundingKind.OPERATING_GRANT, FundingKind.INVESTMENT_GRANT}
    ]

    def value(month: int) -> Decimal:
        held = ((row, n) for row, n in known if row.month <= month < row.month + n)
        return to_cent(sum((row.amount / n for row, n in held), ZERO))

    return each_month(value)


def loans(inputs: BudgetInputs) -> tuple[Funding, ...]:
    """The loans."""
    return tuple(row for row in inputs.funding if row.kind is FundingKind.LOAN and row.length)


def interest(inputs: BudgetInputs) -> Line:
    """The interest of each month on the capital still owed, deferral included."""

    def owed(loan: Funding, month: int) -> Decimal:
        period = month - loan.month
        if not 1 <= period <= loan.length:
            return ZERO
        repaid = max(0, period - 1 - loan.deferral)
        return loan.amount * (1 - Decimal(repaid) / (loan.length - loan.deferral))

    return each_month(
        lambda month: to_cent(
            sum((owed(loan, month) * loan.rate / 12 for loan in loans(inputs)), ZERO)
        )
    )


def repaid(inputs: BudgetInputs) -> Line:
    """The capital paid back each month, the same from the end of the deferral on."""

    def value(month: int) -> Decimal:
        due = (
            loan.amount / (loan.length - loan.deferral)
            for loan in loans(inputs)
            if loan.deferral < month - loan.month <= loan.length
        )
        return to_cent(sum(due, ZERO))

    return each_month(value)

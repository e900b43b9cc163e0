"""The rules of `months.py` as formulas of a spreadsheet, a function a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsxwriter.utility import xl_col_to_name

from app.toolkit.budget.assumptions import Assumptions, Row
from app.toolkit.budget.forecast import CHARGES, INCOME, LABELS, PAYMENTS, RECEIPTS, Forecast
from app.toolkit.budget.inputs import MONTHS, BudgetInputs, FundingKind

ORDER = tuple(LABELS)
LAST = xl_col_to_name(MONTHS)


class Cells:
    """The cells that the formulas of one month of one scenario look at."""

    def __init__(self, month: int, forecast: Forecast, known: Assumptions) -> None:
        self.month, self.known = month, known
        self.inputs: BudgetInputs = forecast.inputs
        self.shows_modulation = forecast.scenario.shows_modulation
        self.factor, self.delay, self.counts = known.rows[forecast.scenario.key]
        self.column = xl_col_to_name(month)
        self.now = f"{self.column}$1"  # the number of the month, in the header

    def line(self, key: str) -> str:
        """The cell of a line in this month."""
        return f"{self.column}{row_of(key) + 1}"

    def before(self, key: str) -> str:
        """The cell of a line in the month before."""
        return f"{xl_col_to_name(self.month - 1)}{row_of(key) + 1}"

    def whole(self, key: str) -> str:
        """The thirty-six months of a line."""
        row = row_of(key) + 1
        return f"$B${row}:${LAST}${row}"

    def of_year(self, row: Row) -> str:
        """The cell of this month's year in a row of three."""
        return row[(self.month - 1) // 12]

    def late(self, key: str, delay: str) -> str:
        """A line, that many months later."""
        shift = f"{self.now}-{delay}"
        return f"IF({shift}>=1,INDEX({self.whole(key)},1,MAX(1,{shift})),0)"

    def late_year(self, row: Row) -> str:
        """The year's amount of a row whose fourth cell is its delay in months."""
        shift = f"{self.now}-{row[3]}"
        index = f"INT(MAX(0,{shift}-1)/12)+1"
        return f"IF({shift}>=1,INDEX({span(row[:3])},1,{index}),0)"

    def weight(self, row: Row) -> str:
        """What multiplies a charge: the sales' factor where it is variable."""
        return f"(1+{row[4]}*({self.factor}-1))"

    def funding(self, *kinds: FundingKind) -> list[Row]:
        """The rows of these kinds of money."""
        rows = self.known.tables["funding"]
        pairs = zip(self.inputs.funding, rows, strict=True)
        return [row for item, row in pairs if item.kind in kinds]


def row_of(key: str) -> int:
    """The row of a line on the sheet of a scenario."""
    return ORDER.index(key) + 1


def span(row: Sequence[str]) -> str:
    """A range of neighbouring cells of one sheet."""
    return f"{row[0]}:{row[-1].partition('!')[2]}"


def plus(terms: Sequence[str]) -> str:
    """The sum of these terms; zero where there is none."""
    return "+".join(terms) or "0"


def presence(c: Cells) -> str:
    """People of the quarter, late by the delay; hours of the month by the sales' factor too."""
    shift = f"{c.now}-{c.delay}"
    quarter = f"INT(MAX(0,{shift}-1)/3)+1"
    held = f"IF({shift}>=1,INDEX({span(c.known.rows['presence'])},1,{quarter}),0)"
    return f"{held}*{c.factor}/3" if c.inputs.sells_hours else held


def full_time(c: Cells) -> str:
    """Posts in full-time equivalents."""
    if c.inputs.sells_hours:
        base = c.known.cells["hours_per_fte"]
        return f"IF({base}>0,ROUND({c.line('presence')}*12/{base},4),0)"
    return f"ROUND({c.line('presence')}*MIN({c.known.cells['weekly_hours']},35)/35,4)"


def aided(c: Cells) -> str:
    """No more posts than the agreement gives."""
    return f"MIN({c.line('full_time')},{c.of_year(c.known.rows['caps'])})"


def aid(c: Cells) -> str:
    """A twelfth of the aid; 70 % for a CDI d'inclusion beyond its first year."""
    held = c.line("aided")
    later = f"MIN({c.of_year(c.known.rows['later'])},{held})"
    return f"ROUND(({held}-0.3*{later})*{c.known.cells['aid']}/12,2)"


def modulated(c: Cells) -> str:
    """In one go in the last month of a year; never in a scenario that leaves it out."""
    if c.month % 12 or not c.shows_modulation:
        return "0"
    row = row_of("aid") + 1
    first = xl_col_to_name(c.month - 11)
    return f"ROUND(SUM({first}{row}:{c.column}{row})*{c.known.cells['modulation']},2)"


def sales(c: Cells) -> str:
    """A twelfth of the year's sales, by the scenario's factor."""
    terms = [c.of_year(row) for row in c.known.tables["sales"]]
    return f"ROUND({c.factor}*({plus(terms)})/12,2)"


def receipts(c: Cells) -> str:
    """The same when they are paid."""
    terms = [c.late_year(row) for row in c.known.tables["sales"]]
    return f"ROUND({c.factor}*({plus(terms)})/12,2)"


def hours_sales(c: Cells) -> str:
    """The hours billed."""
    if not c.inputs.sells_hours:
        return "0"
    return f"ROUND({c.line('presence')}*{c.known.cells['hourly_price']},2)"


def charges(c: Cells) -> str:
    """A twelfth of the year's charges, variable ones by the scenario's factor."""
    terms = [f"{c.of_year(row)}*{c.weight(row)}" for row in c.known.tables["charges"]]
    return f"ROUND(({plus(terms)})/12,2)"


def charges_paid(c: Cells) -> str:
    """The same when they are paid."""
    terms = [f"{c.late_year(row)}*{c.weight(row)}" for row in c.known.tables["charges"]]
    return f"ROUND(({plus(terms)})/12,2)"


def permanents(c: Cells) -> str:
    """What the posts begun cost."""
    rows = c.known.tables["permanents"]
    return f"ROUND({plus([f'IF({r[2]}<={c.now},{r[0]}*{r[1]},0)' for r in rows])},2)"


def permanent_posts(c: Cells) -> str:
    """The posts begun."""
    return plus([f"IF({r[2]}<={c.now},{r[0]},0)" for r in c.known.tables["permanents"]])


def depreciation(c: Cells) -> str:
    """In a straight line over the years of each investment."""
    terms = [
        f"IF(AND({r[1]}<={c.now},{c.now}<{r[1]}+12*{r[2]}),{r[0]}/(12*{r[2]}),0)"
        for r in c.known.tables["investments"]
    ]
    return f"ROUND({plus(terms)},2)"


def invested(c: Cells) -> str:
    """In its month."""
    return plus([f"IF({r[1]}={c.now},{r[0]},0)" for r in c.known.tables["investments"]])


def received(c: Cells) -> str:
    """In its month."""
    return plus([f"IF({r[1]}={c.now},{r[0]},0)" for r in c.known.tables["funding"]])


def grants(c: Cells) -> str:
    """Over twelve months, or over the years of an investment."""
    spreads = [(row, "12") for row in c.funding(FundingKind.OPERATING_GRANT)]
    spreads += [(row, f"(12*{row[5]})") for row in c.funding(FundingKind.INVESTMENT_GRANT)]
    terms = [f"IF(AND({r[1]}<={c.now},{c.now}<{r[1]}+{n}),{r[0]}/{n},0)" for r, n in spreads]
    return f"ROUND({plus(terms)},2)"


def interest(c: Cells) -> str:
    """On the capital still owed."""
    terms = []
    for amount, month, rate, length, deferral, _ in c.funding(FundingKind.LOAN):
        period = f"({c.now}-{month})"
        owed = f"{amount}*(1-MAX(0,{period}-1-{deferral})/({length}-{deferral}))"
        terms.append(f"IF(AND({period}>=1,{period}<={length}),{owed}*{rate}/12,0)")
    return f"ROUND({plus(terms)},2)"


def repaid(c: Cells) -> str:
    """The same capital each month, after the deferral."""
    terms = []
    for amount, month, _, length, deferral, _ in c.funding(FundingKind.LOAN):
        period = f"({c.now}-{month})"
        part = f"{amount}/({length}-{deferral})"
        terms.append(f"IF(AND({period}>{deferral},{period}<={length}),{part},0)")
    return f"ROUND({plus(terms)},2)"


def total(*keys: str) -> Callable[[Cells], str]:
    """The sum of these lines."""
    return lambda c: plus([c.line(key) for key in keys])


def cash(c: Cells) -> str:
    """The cash of the month before, and the flow."""
    start = c.known.cells["opening_cash"] if c.month == 1 else c.before("cash")
    return f"{start}+{c.line('flow')}"


RULES: dict[str, Callable[[Cells], str]] = {
    "presence": presence,
    "full_time": full_time,
    "aided": aided,
    "permanent_posts": permanent_posts,
    "sales": sales,
    "hours_sales": hours_sales,
    "aid": aid,
    "modulated": modulated,
    "modulated_counted": lambda c: f"{c.counts}*{c.line('modulated')}",
    "grants": grants,
    "income": total(*INCOME),
    "insertion_pay": lambda c: f"ROUND({c.line('presence')}*{c.known.cells['unit_cost']},2)",
    "permanents": permanents,
    "charges": charges,
    "depreciation": depreciation,
    "interest": interest,
    "expenses": total(*CHARGES),
    "result": lambda c: f"{c.line('income')}-{c.line('expenses')}",
    "receipts": receipts,
    "hours_receipts": lambda c: c.late("hours_sales", c.known.cells["hourly_delay"]),
    "aid_received": lambda c: c.late("aid", c.known.cells["aid_delay"]),
    "received": received,
    "charges_paid": charges_paid,
    "invested": invested,
    "repaid": repaid,
    "flow": lambda c: f"{total(*RECEIPTS)(c)}-({total(*PAYMENTS)(c)})",
    "cash": cash,
}


def write_formula(key: str, month: int, forecast: Forecast, known: Assumptions) -> str:
    """The formula of a line in a month of a scenario."""
    return f"={RULES[key](Cells(month, forecast, known))}"

"""A budget computed in one scenario: months, years, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from app.toolkit.budget import months
from app.toolkit.budget.inputs import YEARS, BudgetInputs, Scenario
from app.toolkit.budget.months import ZERO, Line, to_cent

INCOME = ("sales", "hours_sales", "aid", "modulated_counted", "grants")
CHARGES = ("insertion_pay", "permanents", "charges", "depreciation", "interest")
RECEIPTS = ("receipts", "hours_receipts", "aid_received", "modulated_counted", "received")
PAYMENTS = ("insertion_pay", "permanents", "charges_paid", "invested", "interest", "repaid")
LABELS = {
    "presence": "Personnes présentes, ou heures du mois",
    "full_time": "Postes d’insertion (ETP)",
    "aided": "Postes aidés (ETP)",
    "permanent_posts": "Permanents (ETP)",
    "sales": "Ventes",
    "hours_sales": "Heures facturées",
    "aid": "Aide au poste, part socle",
    "modulated_counted": "Part modulée comptée",
    "grants": "Subventions rapportées au résultat",
    "income": "Total des produits",
    "insertion_pay": "Salaires des personnes en insertion",
    "permanents": "Salaires des permanents",
    "charges": "Achats et autres charges",
    "depreciation": "Amortissements",
    "interest": "Intérêts",
    "expenses": "Total des charges",
    "result": "Résultat",
    "modulated": "Part modulée, pour mémoire",
    "receipts": "Ventes encaissées",
    "hours_receipts": "Heures encaissées",
    "aid_received": "Aide au poste reçue",
    "received": "Subventions, prêts et apports reçus",
    "charges_paid": "Achats et autres charges payés",
    "invested": "Investissements payés",
    "repaid": "Capital remboursé",
    "flow": "Variation de trésorerie",
    "cash": "Trésorerie en fin de mois",
}
POSTS = ("presence", "full_time", "aided", "permanent_posts")


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Thirty-six months of lines by key (`LABELS`), in euros or in full-time equivalents."""

    inputs: BudgetInputs
    scenario: Scenario
    lines: dict[str, Line]

    def months(self, key: str) -> Line:
        """The months of a line."""
        return self.lines[key]

    def year(self, key: str, year: int) -> Decimal:
        """The sum of the months of a year (0, 1, 2); the mean of posts; the last of the cash."""
        held = self.lines[key][12 * year : 12 * year + 12]
        if key == "cash":
            return held[-1]
        total = sum(held, ZERO)
        return (total / 12).quantize(Decimal("0.01"), ROUND_HALF_UP) if key in POSTS else total

    def years(self, key: str) -> tuple[Decimal, ...]:
        """The three years of a line."""
        return tuple(self.year(key, year) for year in range(YEARS))

    @property
    def lowest_cash(self) -> tuple[int, Decimal]:
        """The month (1 to 36) whose cash is the lowest, the first of them, and that cash."""
        cash = self.lines["cash"]
        lowest = min(cash)
        return cash.index(lowest) + 1, lowest

    @property
    def aid_lost(self) -> Decimal:
        """The aid that posts beyond the agreement would have brought, over three years."""
        whole = months.aid(self.inputs, self.lines["full_time"])
        return sum(whole, ZERO) - sum(self.lines["aid"], ZERO)


def compute(inputs: BudgetInputs, scenario: Scenario) -> Forecast:
    """The forecast of a budget in a scenario; the same inputs always give the same figures."""
    lines = activity_lines(inputs, scenario) | money_lines(inputs)
    lines["modulated_counted"] = (
        lines["modulated"] if scenario.counts_modulation else (ZERO,) * len(lines["modulated"])
    )
    lines["income"] = add(lines, INCOME)
    lines["expenses"] = add(lines, CHARGES)
    lines["result"] = subtract(lines["income"], lines["expenses"])
    lines["flow"] = subtract(add(lines, RECEIPTS), add(lines, PAYMENTS))
    lines["cash"] = tuple(accumulate(lines["flow"], initial=inputs.opening_cash))[1:]
    return Forecast(inputs=inputs, scenario=scenario, lines=lines)


def activity_lines(inputs: BudgetInputs, scenario: Scenario) -> dict[str, Line]:
    """What depends on the people there and on the sales."""
    factor = scenario.sales_factor
    people = months.presence(inputs, scenario)
    posts = months.full_time(inputs, people)
    held = months.aided(inputs, posts)
    fixed = months.aid(inputs, held)
    nothing = (ZERO,) * len(people)
    hours = tuple(to_cent(n * inputs.hourly_price) for n in people)
    hours_sales = hours if inputs.sells_hours else nothing
    return {
        "presence": people,
        "full_time": posts,
        "aided": held,
        "aid": fixed,
        "aid_received": months.late(fixed, inputs.aid_delay),
        "modulated": months.modulated(inputs, fixed) if scenario.shows_modulation else nothing,
        "insertion_pay": tuple(to_cent(n * inputs.unit_cost) for n in people),
        "sales": months.yearly_rows(inputs.sales, factor),
        "receipts": months.yearly_rows(inputs.sales, factor, is_cash=True),
        "hours_sales": hours_sales,
        "hours_receipts": months.late(hours_sales, inputs.hourly_delay),
        "charges": months.yearly_rows(inputs.charges, factor, fixed=True),
        "charges_paid": months.yearly_rows(inputs.charges, factor, is_cash=True, fixed=True),
    }


def money_lines(inputs: BudgetInputs) -> dict[str, Line]:
    """What does not depend on the scenario."""
    return {
        "permanents": months.permanents(inputs),
        "permanent_posts": months.permanent_posts(inputs),
        "depreciation": months.depreciation(inputs),
        "invested": months.invested(inputs),
        "received": months.received(inputs),
        "grants": months.grants(inputs),
        "interest": months.interest(inputs),
        "repaid": months.repaid(inputs),
    }


def add(lines: dict[str, Line], keys: tuple[str, ...]) -> Line:
    """The sum of these lines, month by month."""
    return tuple(sum(values, ZERO) for values in zip(*(lines[key] for key in keys), strict=True))


def subtract(left: Line, right: Line) -> Line:
    """One line less another."""
    return tuple(a - b for a, b in zip(left, right, strict=True))

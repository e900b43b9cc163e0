"""What a forecast says: break-even, ratios, what the law limits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.matching.kinds import SiaeKind
from app.toolkit.budget.forecast import Forecast
from app.toolkit.budget.months import ZERO, to_cent

SALES_LIMIT = Decimal("0.30")  # of the charges of an ACI's activity (code du travail, D5132-34)
DEROGATION_LIMIT = Decimal("0.50")  # the same, by decision of the préfet
CDI_LIMIT, CDI_DEROGATION = Decimal("0.20"), Decimal("0.30")  # of the posts (D5132-10-5-2)
LEAST_HOURS = Decimal(20)  # a week, in an ACI or an EI (L5132-5, L5132-15-1)
# People in insertion for one permanent in 2019, regional strategy of November 2021: a landmark.
LANDMARKS = {SiaeKind.EI: Decimal(4), SiaeKind.ACI: Decimal(5)}
MAIN_CUSTOMER = Decimal("0.5")  # of the sales: a landmark of the portal


class Light(StrEnum):
    """Where a ratio stands."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"

    @property
    def label(self) -> str:
        """In words, since a colour is not enough."""
        return LIGHT_LABELS[self]


LIGHT_LABELS = {
    Light.GREEN: "Sous la limite",
    Light.ORANGE: "Possible sur décision du préfet",
    Light.RED: "Au-delà de ce que la loi permet",
}


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """The yearly sales at which the result is nil; None where no sales can do it, `why` says."""

    sales: Decimal | None
    why: str


@dataclass(frozen=True, kw_only=True)
class YearView:
    """What a year says; a ratio is None where it has no meaning."""

    break_even: BreakEven
    sales_ratio: Decimal | None
    sales_light: Light | None
    supervision: Decimal | None
    months_covered: Decimal | None


def view_year(forecast: Forecast, year: int) -> YearView:
    """The indicators of a year (0, 1, 2)."""
    ratio = sales_ratio(forecast, year)
    return YearView(
        break_even=break_even(forecast, year),
        sales_ratio=ratio,
        sales_light=light_of(ratio) if ratio is not None else None,
        supervision=supervision(forecast, year),
        months_covered=months_covered(forecast, year),
    )


def turnover(forecast: Forecast, year: int) -> Decimal:
    """The sales of a year, hours included, in euros."""
    return forecast.year("sales", year) + forecast.year("hours_sales", year)


def variable_charges(forecast: Forecast, year: int) -> Decimal:
    """The charges that follow the sales: variable purchases, and people lent by the hour."""
    factor = forecast.scenario.sales_factor
    rows = (row for row in forecast.inputs.charges if row.is_variable)
    bought = to_cent(sum((row.amounts[year] * factor for row in rows), ZERO))
    lent = forecast.year("insertion_pay", year) if forecast.inputs.sells_hours else ZERO
    return bought + lent


def break_even(forecast: Forecast, year: int) -> BreakEven:
    """(Fixed charges − aids) ÷ margin rate, where the margin rate is (sales − variable) ÷ sales."""
    sales, variable = turnover(forecast, year), variable_charges(forecast, year)
    fixed = forecast.year("expenses", year) - variable
    other_income = forecast.year("income", year) - sales
    to_cover = fixed - other_income
    if to_cover <= 0:
        return BreakEven(sales=ZERO, why="Les aides couvrent les charges fixes.")
    if sales <= 0:
        return BreakEven(sales=None, why="Aucune vente n’est prévue.")
    margin = (sales - variable) / sales
    if margin <= 0:
        return BreakEven(sales=None, why="Chaque vente coûte plus qu’elle ne rapporte.")
    return BreakEven(sales=to_cent(to_cover / margin), why="")


def sales_ratio(forecast: Forecast, year: int) -> Decimal | None:
    """The sales of an ACI in its charges; None for other kinds and without charges."""
    expenses = forecast.year("expenses", year)
    if forecast.inputs.kind is not SiaeKind.ACI or not expenses:
        return None
    return turnover(forecast, year) / expenses


def light_of(ratio: Decimal) -> Light:
    """Under 30 %; up to 50 % by decision of the préfet; beyond."""
    if ratio < SALES_LIMIT:
        return Light.GREEN
    return Light.ORANGE if ratio <= DEROGATION_LIMIT else Light.RED


def supervision(forecast: Forecast, year: int) -> Decimal | None:
    """Posts of insertion for one permanent; None without a permanent."""
    held = forecast.year("permanent_posts", year)
    return forecast.year("full_time", year) / held if held else None


def months_covered(forecast: Forecast, year: int) -> Decimal | None:
    """How many months of charges the cash of the year's end pays; None without charges."""
    paid = (
        forecast.year("insertion_pay", year)
        + forecast.year("permanents", year)
        + forecast.year("charges_paid", year)
    )
    cash = forecast.year("cash", year)
    return max(ZERO, cash) * 12 / paid if paid else None

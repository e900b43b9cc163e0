"""The budget as a workbook of living formulas: a changed assumption changes every figure.

« Hypothèses » holds what was typed, a sheet per scenario its months, « Synthèse » the years. Each
formula carries the value that the portal computed, so that a viewer that computes nothing shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from app.exports.xlsx import open_workbook
from app.toolkit.budget.assumptions import Assumptions, Looks, write_assumptions
from app.toolkit.budget.forecast import LABELS, POSTS, Forecast
from app.toolkit.budget.formulas import ORDER, row_of, write_formula
from app.toolkit.budget.inputs import MONTHS, YEARS

TITLE = "Budget prévisionnel"
FIRST = 1  # the column of the first month
YEAR_COLUMNS = tuple(FIRST + MONTHS + 1 + year for year in range(YEARS))
SHOWN = ("income", "expenses", "result", "modulated", "cash")


def write_budget(forecasts: Sequence[Forecast], notes: Sequence[str], now: datetime) -> bytes:
    """The bytes of the workbook of these scenarios of one budget; `now` is aware."""
    workbook, file = open_workbook(TITLE, now)
    looks = Looks.of(workbook)
    summary = workbook.add_worksheet("Synthèse")
    known = write_assumptions(workbook, looks, forecasts, notes)
    for forecast in forecasts:
        page = workbook.add_worksheet(forecast.scenario.label)
        write_scenario(page, looks, forecast, known)
    write_summary(summary, looks, forecasts)
    workbook.close()
    return file.getvalue()


def write_scenario(page: Worksheet, looks: Looks, forecast: Forecast, known: Assumptions) -> None:
    """The months of a scenario, then its years."""
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 38)
    page.set_column(FIRST, FIRST + MONTHS + YEARS, 12)
    page.write_string(0, 0, forecast.scenario.label, looks.header)
    for month in range(1, MONTHS + 1):
        page.write_number(0, month, month, looks.header)
    for year, column in enumerate(YEAR_COLUMNS, start=1):
        page.write_string(0, column, f"Année {year}", looks.header)
    for key in ORDER:
        page.write_string(row_of(key), 0, LABELS[key], looks.text)
        look = looks.posts if key in POSTS else looks.money
        for month in range(1, MONTHS + 1):
            formula = write_formula(key, month, forecast, known)
            value = float(forecast.months(key)[month - 1])
            page.write_formula(row_of(key), month, formula, look, value)
        for year, column in enumerate(YEAR_COLUMNS):
            formula = year_formula(key, year)
            page.write_formula(row_of(key), column, formula, look, float(forecast.year(key, year)))


def year_formula(key: str, year: int) -> str:
    """The sum of the months of a year, the mean of posts, the last of the cash."""
    first, last = (xl_col_to_name(FIRST + 12 * year + at) for at in (0, 11))
    row = row_of(key) + 1
    if key == "cash":
        return f"={last}{row}"
    held = f"SUM({first}{row}:{last}{row})"
    return f"=ROUND({held}/12,2)" if key in POSTS else f"={held}"


def write_summary(page: Worksheet, looks: Looks, forecasts: Sequence[Forecast]) -> None:
    """The years of the three scenarios, side by side, and their lowest cash."""
    page.set_column(0, 0, 44)
    page.set_column(1, 9, 14)
    page.write_string(0, 0, TITLE, looks.header)
    column = 1
    for forecast in forecasts:
        sheet = forecast.scenario.label
        for year in range(YEARS):
            page.write_string(0, column, f"{sheet}, année {year + 1}", looks.header)
            source = xl_col_to_name(YEAR_COLUMNS[year])
            for at, key in enumerate(SHOWN, start=1):
                page.write_string(at, 0, LABELS[key], looks.text)
                formula = f"='{sheet}'!{source}{row_of(key) + 1}"
                page.write_formula(
                    at, column, formula, looks.money, float(forecast.year(key, year))
                )
            column += 1
    write_lowest(page, looks, forecasts)


def write_lowest(page: Worksheet, looks: Looks, forecasts: Sequence[Forecast]) -> None:
    """The lowest cash of each scenario, under the years."""
    row = len(SHOWN) + 2
    first, last = xl_col_to_name(FIRST), xl_col_to_name(FIRST + MONTHS - 1)
    for at, forecast in enumerate(forecasts):
        label = f"Point le plus bas de trésorerie, {forecast.scenario.label}"
        page.write_string(row + at, 0, label, looks.text)
        line = row_of("cash") + 1
        formula = f"=MIN('{forecast.scenario.label}'!{first}{line}:{last}{line})"
        page.write_formula(row + at, 1, formula, looks.money, float(forecast.lowest_cash[1]))

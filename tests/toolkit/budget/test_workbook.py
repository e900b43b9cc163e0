"""The workbook is opened, changed and computed again by a library that knows nothing of ours."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from app.clock import PARIS
from app.toolkit.budget.forecast import LABELS, Forecast, compute
from app.toolkit.budget.inputs import BudgetInputs, Scenario
from app.toolkit.budget.workbook import SHOWN, write_budget
from tests.toolkit.budget.examples import (
    ACI,
    BRIGHT,
    CENTRAL,
    EI,
    EMPTY,
    ETTI,
    PRUDENT,
    SCENARIOS,
    D,
    three,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
CLOSE = 0.011  # a cent, since cells are binary fractions
YEAR_CLOSE = 0.13  # twelve of them
LAST = 36
Changes = dict[tuple[str, int], float]
"""New values by the words of a line of « Hypothèses » and the number of the cell in it."""


def write(inputs: BudgetInputs, *scenarios: Scenario) -> bytes:
    return write_budget([compute(inputs, s) for s in scenarios or SCENARIOS], ["Une note"], NOW)


class Book:
    """A workbook of one scenario, computed from its formulas alone: cached values are unseen.

    Compiling formulas is slow: `months` keeps the first ones only.
    """

    def __init__(self, path: Path, inputs: BudgetInputs, how: Scenario, months: int = LAST) -> None:
        self.path, self.how = path, how
        book = openpyxl.load_workbook(io.BytesIO(write(inputs, how)))
        for row in book[how.label].iter_rows(min_row=2, min_col=months + 2, max_col=LAST + 1):
            for cell in row:
                cell.value = None
        if months < LAST:
            del book["Synthèse"]
        book.save(path)
        self.sheet = book["Hypothèses"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import formulas  # noqa: PLC0415 - slow to load, and noisy

            self.model = formulas.ExcelModel().loads(str(path)).finish()

    def compute(self, changes: Changes | None = None) -> dict[str, Any]:
        """Every cell as « SHEET!A1 », with these values typed over."""
        inputs = {
            f"'[{self.path.name}]HYPOTHÈSES'!{self.find(*where)}": value
            for where, value in (changes or {}).items()
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            solution = self.model.calculate(inputs=inputs or None)
        found = {}
        for key, value in solution.items():
            sheet, _, cell = str(key).rpartition("!")
            if sheet and ":" not in cell:  # the rest is the library's own
                found[f"{sheet.rpartition(']')[2].rstrip(chr(39))}!{cell}"] = value.value[0, 0]
        return found

    def find(self, words: str, number: int) -> str:
        """The address of a cell of the line that starts with these words."""
        row = next(r[0].row for r in self.sheet.iter_rows() if str(r[0].value).startswith(words))
        return f"{get_column_letter(number + 1)}{row}"


def check(cells: dict[str, Any], forecast: Forecast, months: int = LAST) -> None:
    """Compare every line of every month, and the years that are whole."""
    sheet = forecast.scenario.label.upper()
    for row, key in enumerate(LABELS, start=2):
        for month in range(1, months + 1):
            found = cells[f"{sheet}!{get_column_letter(month + 1)}{row}"]
            shown = float(forecast.months(key)[month - 1])
            assert float(found) == pytest.approx(shown, abs=CLOSE), (key, month)
        for year, letter in enumerate(("AM", "AN", "AO")[: months // 12]):
            found = cells[f"{sheet}!{letter}{row}"]
            expected = float(forecast.year(key, year))
            assert float(found) == pytest.approx(expected, abs=YEAR_CLOSE), (key, year)


@pytest.mark.parametrize(
    ("inputs", "how"), [(EI, CENTRAL), (ETTI, BRIGHT)], ids=["EI central", "ETTI ambitieux"]
)
def test_formulas_give_the_figures_of_the_portal(
    inputs: BudgetInputs, how: Scenario, tmp_path: Path
) -> None:
    book = Book(tmp_path / "budget.xlsx", inputs, how, months=14)
    check(book.compute(), compute(inputs, how), months=14)


def test_a_changed_assumption_changes_every_figure_as_the_portal_would(tmp_path: Path) -> None:
    book = Book(tmp_path / "budget.xlsx", ACI, PRUDENT)
    forecast = compute(ACI, PRUDENT)
    cells = book.compute()
    check(cells, forecast)
    for at, key in enumerate(SHOWN, start=2):
        shown = float(forecast.year(key, 2))
        assert float(cells[f"SYNTHÈSE!D{at}"]) == pytest.approx(shown, abs=YEAR_CLOSE), key
    lowest = float(forecast.lowest_cash[1])
    assert float(cells[f"SYNTHÈSE!B{len(SHOWN) + 3}"]) == pytest.approx(lowest, abs=CLOSE)

    changes: Changes = {
        ("Aide au poste, socle", 1): 12_000,
        ("Heures par semaine", 1): 20,
        ("Délai de versement", 1): 5,
        ("ETP conventionnés", 1): 2.5,
        ("ETP en CDI d’inclusion, ensuite", 3): 4,
        ("Prudent", 1): 0.7,
        ("Prudent", 2): 4,
        ("Ville", 4): 4,
        ("Achats", 5): 0,
        ("Camion", 3): 2,
        ("Prêt", 3): 0.06,
        ("Prêt", 5): 12,
    }
    ville, other = ACI.sales
    bought, rent = ACI.charges
    truck, tools = ACI.investments
    grant, gift, loan, equity = ACI.funding
    changed = replace(
        ACI,
        aid_per_fte=D(12_000),
        weekly_hours=D(20),
        aid_delay=5,
        caps=(D("2.5"), D(8), D(8)),
        cdi_later=(D(0), D(1), D(4)),
        sales=(replace(ville, delay=4), other),
        charges=(replace(bought, is_variable=False), rent),
        investments=(replace(truck, years=2), tools),
        funding=(grant, gift, replace(loan, rate=D("0.06"), deferral=12), equity),
    )
    check(book.compute(changes), compute(changed, replace(PRUDENT, sales_factor=D("0.7"), delay=4)))


def test_every_figure_is_a_formula_with_its_value() -> None:
    content = write(ACI)
    living = openpyxl.load_workbook(io.BytesIO(content))
    valued = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert living.sheetnames == ["Synthèse", "Hypothèses", "Prudent", "Central", "Ambitieux"]
    for scenario in SCENARIOS:
        forecast = compute(ACI, scenario)
        for row, key in enumerate(LABELS, start=2):
            for month in range(1, LAST + 1):
                formula = living[scenario.label].cell(row, month + 1).value
                assert str(formula).startswith("="), (key, month)
                shown = valued[scenario.label].cell(row, month + 1).value
                assert shown == pytest.approx(float(forecast.months(key)[month - 1])), (key, month)


def test_every_number_that_was_typed_has_its_cell() -> None:
    inputs = replace(ACI, cdi_first=three("0.25"), hourly_price=D("31.5"))
    sheet = openpyxl.load_workbook(io.BytesIO(write(inputs)))["Hypothèses"]
    held = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n"}
    typed = (26, 1500.5, 23_921, 0.05, 20_000, 0.25, 3333.33, 45_000, 7777.77, 14_400, 24_000, 0.03)
    assert set(typed) <= held
    assert {float(value) for value in inputs.presence} <= held


def test_what_was_typed_is_never_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write(ACI)))["Hypothèses"]
    cell = next(row[0] for row in sheet.iter_rows() if row[0].value == "=CMD()")
    assert cell.data_type == "s"


def test_an_empty_budget_makes_a_whole_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(EMPTY)), data_only=True)
    assert book["Central"].cell(2, 2).value == 0

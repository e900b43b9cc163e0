"""The workbook is opened, changed and computed again by a library that knows nothing of ours."""

from __future__ import annotations

import io
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.clock import PARIS
from app.toolkit.budget.forecast import LABELS, compute
from app.toolkit.budget.inputs import BudgetInputs
from app.toolkit.budget.workbook import write_budget
from tests.toolkit.budget.examples import ACI, EMPTY, ETTI, SCENARIOS, D, change

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
CLOSE = 0.011  # a cent, since cells are binary fractions


def write(inputs: BudgetInputs) -> bytes:
    return write_budget([compute(inputs, s) for s in SCENARIOS], ["Une note"], NOW)


def recompute(path: Path, changed: dict[str, float] | None = None) -> dict[str, Any]:
    """Every cell of « Central », by address, computed from the formulas alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import formulas  # noqa: PLC0415 - slow to load, and noisy

        model = formulas.ExcelModel().loads(str(path)).finish()
        inputs = {
            f"'[{path.name}]HYPOTHÈSES'!{cell}": value for cell, value in (changed or {}).items()
        }
        solution = model.calculate(inputs=inputs or None)
    found = {}
    for key, value in solution.items():
        name = str(key)
        if "]CENTRAL'!" in name and ":" not in name:
            found[name.rpartition("!")[2]] = value.value[0, 0]
    return found


@pytest.mark.parametrize("inputs", [ACI, ETTI], ids=["ACI", "ETTI"])
def test_formulas_give_the_figures_of_the_portal(inputs: BudgetInputs, tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(write(inputs))
    cells = recompute(path)
    forecast = compute(inputs, SCENARIOS[1])
    for row, key in enumerate(LABELS, start=2):
        for month in (1, 2, 3, 5, 12, 13, 24, 36):
            letter = openpyxl.utils.get_column_letter(month + 1)
            shown = float(forecast.months(key)[month - 1])
            assert float(cells[f"{letter}{row}"]) == pytest.approx(shown, abs=CLOSE), (key, month)
        for year, letter in enumerate(("AM", "AN", "AO")):
            expected = float(forecast.year(key, year))
            assert float(cells[f"{letter}{row}"]) == pytest.approx(expected, abs=0.13), (key, year)


def test_a_changed_assumption_changes_the_result(tmp_path: Path) -> None:
    path = tmp_path / "budget.xlsx"
    path.write_bytes(write(ACI))
    sheet = openpyxl.load_workbook(path)["Hypothèses"]
    row = next(r for r in range(1, 40) if "socle annuel" in str(sheet.cell(r, 1).value))
    changed = recompute(path, {f"B{row}": 12_000.0})
    expected = compute(change(ACI, aid_per_fte=D(12_000)), SCENARIOS[1])
    result = list(LABELS).index("result") + 2
    for month, letter in ((1, "B"), (36, "AK")):
        shown = float(expected.months("result")[month - 1])
        assert float(changed[f"{letter}{result}"]) == pytest.approx(shown, abs=CLOSE)


def test_every_figure_is_a_formula_with_its_value() -> None:
    content = write(ACI)
    living = openpyxl.load_workbook(io.BytesIO(content))
    valued = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert living.sheetnames == ["Synthèse", "Hypothèses", "Prudent", "Central", "Ambitieux"]
    for scenario in SCENARIOS:
        forecast = compute(ACI, scenario)
        for row, key in enumerate(LABELS, start=2):
            assert str(living[scenario.label].cell(row, 2).value).startswith("="), key
            shown = valued[scenario.label].cell(row, 37).value
            assert shown == pytest.approx(float(forecast.months(key)[35]))


def test_what_was_typed_is_never_a_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write(ACI)))["Hypothèses"]
    cell = next(row[0] for row in sheet.iter_rows() if row[0].value == "=CMD()")
    assert cell.data_type == "s"


def test_an_empty_budget_makes_a_whole_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(EMPTY)), data_only=True)
    assert book["Central"].cell(2, 2).value == 0

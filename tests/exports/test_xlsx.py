from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from app.clock import PARIS
from app.exports.xlsx import Sheet, write_workbook

NOW = datetime(2026, 11, 24, tzinfo=PARIS)


def read(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook("Essai", sheets, NOW)))


def test_values_keep_their_kind() -> None:
    sheet = Sheet(
        title="Besoins",
        header=("Texte", "Nombre", "Jour", "Rien"),
        rows=(("été", Decimal("12.50"), date(2026, 3, 1), None), ("x", 3, date(2026, 3, 2), None)),
        notes=("Une note",),
    )
    page = read(sheet)["Besoins"]
    assert [cell.value for cell in page[1]] == ["Texte", "Nombre", "Jour", "Rien"]
    assert [cell.value for cell in page[2]] == ["été", 12.5, datetime(2026, 3, 1), None]
    assert page.cell(5, 1).value == "Une note"
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "http://x.example", "007"]
)
def test_a_text_is_never_a_formula_nor_a_link_nor_a_number(text: str) -> None:
    cell = read(Sheet(title="T", header=("a",), rows=((text,),)))["T"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("title", ["", "a" * 60, "Coûts [2026] : oui/non ?", "'", "\x00"])
def test_any_title_makes_a_sheet_of_its_own(title: str) -> None:
    sheets = (
        Sheet(title=title, header=("a",), rows=()),
        Sheet(title=title, header=("b",), rows=()),
    )
    names = read(*sheets).sheetnames
    assert len(set(names)) == 2
    assert all(1 <= len(name) <= 31 for name in names)


def test_characters_that_xml_refuses_are_left_out() -> None:
    page = read(Sheet(title="T", header=("a\x00",), rows=(("b\x08\ud800",),)))["T"]
    assert (page["A1"].value, page["A2"].value) == ("a", "b")

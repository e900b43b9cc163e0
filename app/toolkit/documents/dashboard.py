"""The dashboard of a year: twelve months to fill in, formulas that make the year of each line."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from app.clock import MONTHS
from app.toolkit.documents.templates import DashboardText, IndicatorText

NAME, UNIT, TARGET, FIRST = 0, 1, 2, 3
LAST = FIRST + len(MONTHS) - 1
YEAR, GAP, HELP = LAST + 1, LAST + 2, LAST + 3
HEADER = (
    "Indicateur", "Unité", "Objectif de l’année", *MONTHS, "Année", "Écart à l’objectif", "Repère",
)  # fmt: skip


def write_dashboard(page: Worksheet, board: DashboardText, workbook: Workbook) -> None:
    """A line for each indicator; the year and the gap stay empty until something is typed."""
    header = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3F7F8", "bottom": 1}
    )
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    cell = workbook.add_format({"num_format": "#,##0.##", "valign": "top", "border": 1})
    result = workbook.add_format(
        {"num_format": "#,##0.##", "valign": "top", "bold": True, "bg_color": "#F2FBFB"}
    )
    for column, label in enumerate(HEADER):
        page.write_string(0, column, label, header)
    for row, indicator in enumerate(board.indicators, start=1):
        page.write_string(row, NAME, indicator.name, text)
        page.write_string(row, UNIT, indicator.unit, text)
        page.write_string(row, HELP, indicator.help, text)
        for column in range(TARGET, LAST + 1):
            page.write_blank(row, column, None, cell)
        page.write_formula(row, YEAR, make_year(row, indicator), result, "")
        page.write_formula(row, GAP, make_gap(row), result, "")
    note = workbook.add_format({"italic": True, "font_color": "#555555"})
    for row, words in enumerate(board.notes, start=len(board.indicators) + 2):
        page.write_string(row, NAME, words, note)
    lay_out(page)


def lay_out(page: Worksheet) -> None:
    """Widths, what stays in view, and one page in width on paper."""
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_column(NAME, NAME, 44)
    page.set_column(UNIT, GAP, 11)
    page.set_column(HELP, HELP, 60)


def make_year(row: int, indicator: IndicatorText) -> str:
    """The formula of the year: a sum, an average, or the last month typed."""
    months = xl_range(row, FIRST, row, LAST)
    made = {
        "sum": f"SUM({months})",
        "average": f"AVERAGE({months})",
        "last": f"LOOKUP(9.99E+307,{months})",
    }[indicator.year]
    return f'=IF(COUNT({months})=0,"",{made})'


def make_gap(row: int) -> str:
    """The formula of the gap to the target, where both are known."""
    year, target = xl_rowcol_to_cell(row, YEAR), xl_rowcol_to_cell(row, TARGET)
    return f'=IF(OR({year}="",{target}=""),"",{year}-{target})'

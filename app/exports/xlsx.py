"""Workbooks of plain tables that a spreadsheet opens as they are: a text is never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exports.document import AUTHOR
from app.exports.docx_parts import clean

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "in_memory": True,
    # What people typed stays text: no formula, no link, no number made of it.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE, LONGEST_CELL = 31, 32_000
Cell = str | int | Decimal | date | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table: a header, rows of as many cells, and notes under it.

    `widths` are in characters; without them columns are as wide as their texts, within reason.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Formats:
    """The looks of cells."""

    header: Format
    text: Format
    number: Format
    whole: Format
    day: Format
    note: Format


def open_workbook(title: str, created_at: datetime) -> tuple[xlsxwriter.Workbook, io.BytesIO]:
    """A new workbook with its properties, and where its bytes will be once it is closed."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    workbook.set_properties(
        {
            "title": clean(title)[:255],
            "author": AUTHOR,
            "created": created_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    return workbook, file


def write_workbook(title: str, sheets: Sequence[Sheet], created_at: datetime) -> bytes:
    """The bytes of a workbook with these sheets in order; `created_at` is aware."""
    workbook, file = open_workbook(title, created_at)
    formats = make_formats(workbook)
    taken: set[str] = set()
    for sheet in sheets:
        write_sheet(workbook.add_worksheet(name_sheet(sheet.title, taken)), sheet, formats)
    workbook.close()
    return file.getvalue()


def make_formats(workbook: xlsxwriter.Workbook) -> Formats:
    """The looks of the cells of a workbook."""
    top = {"valign": "top", "text_wrap": True}
    return Formats(
        header=workbook.add_format({**top, "bold": True, "bg_color": "#E3F7F8", "bottom": 1}),
        text=workbook.add_format(top),
        number=workbook.add_format({"valign": "top", "num_format": "#,##0.00"}),
        whole=workbook.add_format({"valign": "top", "num_format": "#,##0"}),
        day=workbook.add_format({"valign": "top", "num_format": "dd/mm/yyyy"}),
        note=workbook.add_format({"italic": True, "font_color": "#555555"}),
    )


def name_sheet(title: str, taken: set[str]) -> str:
    """A name that spreadsheets accept and that no other sheet has."""
    wanted = FORBIDDEN_IN_TITLE.sub(" ", clean(title)).strip(" '")[:LONGEST_TITLE] or "Feuille"
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: LONGEST_TITLE - 3]} {number}"
    taken.add(name.casefold())
    return name


def write_sheet(page: Worksheet, sheet: Sheet, formats: Formats) -> None:
    """The header, which stays in view, the rows, then the notes."""
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, label in enumerate(sheet.header):
        page.write_string(0, column, clean(label), formats.header)
    for at, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            write_cell(page, at, column, cell, formats)
    for at, note in enumerate(sheet.notes, start=len(sheet.rows) + 2):
        page.write_string(at, 0, clean(note)[:LONGEST_CELL], formats.note)
    for column, width in enumerate(sheet.widths or fit_widths(sheet)):
        page.set_column(column, column, width)


def write_cell(page: Worksheet, row: int, column: int, cell: Cell, formats: Formats) -> None:
    """One cell, by what it is."""
    match cell:
        case None:
            page.write_blank(row, column, None, formats.text)
        case int() | Decimal():
            look = formats.whole if cell == int(cell) else formats.number
            page.write_number(row, column, cell, look)
        case datetime():
            page.write_datetime(row, column, cell.replace(tzinfo=None), formats.day)
        case date():
            page.write_datetime(row, column, cell, formats.day)
        case _:
            page.write_string(row, column, clean(cell)[:LONGEST_CELL], formats.text)


def fit_widths(sheet: Sheet) -> list[int]:
    """The widths that the texts ask for, between 10 and 48 characters."""
    columns = [
        [label, *(str(row[at] or "") for row in sheet.rows)]
        for at, label in enumerate(sheet.header)
    ]
    return [max(10, min(48, max(map(len, texts)) + 2)) for texts in columns]

"""Sheets in CSV, a row an actor; the columns are described in `app.stakeholders.sources`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from app.imports.csv_rows import RowReader
from app.imports.report import RowError
from app.stakeholders.sources.rows import ActorRow, read_row


def read_csv(file: BinaryIO) -> Iterator[ActorRow | RowError]:
    """The sheets of a CSV file whose first line names its columns."""
    rows = RowReader(file)
    rows.read_header()
    for row in rows:
        if isinstance(row, RowError):
            yield row
        else:
            cells = {name.strip().lower(): cell for name, cell in row.cells.items()}
            yield read_row(f"ligne {row.line}", cells)

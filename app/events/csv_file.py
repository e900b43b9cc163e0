"""Events in CSV: one row each, the columns of `fields.COLUMNS`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from app.events.fields import COLUMNS, REQUIRED, read_cells, say_field
from app.events.records import EventRecord, FieldError
from app.imports.csv_rows import RowReader
from app.imports.report import RowError
from app.imports.text import slugify


def parse_csv(file: BinaryIO) -> Iterator[EventRecord | RowError]:
    """The events of a CSV file, UTF-8 or Windows-1252, with any usual separator."""
    rows = RowReader(file)
    names = {column: slugify(column).replace("-", "_") for column in rows.read_header()}
    if not any(names.values()):
        yield RowError(where="fichier", what="vide ou illisible")
        return
    missing = [column for column in REQUIRED if column not in names.values()]
    if missing:
        what = f"colonnes absentes : {', '.join(missing)} ; connues : {', '.join(COLUMNS)}"
        yield RowError(where="en-tête", what=what)
        return
    for row in rows:
        if isinstance(row, RowError):
            yield row
            continue
        cells = {names[column]: value for column, value in row.cells.items()}
        where = f"ligne {row.line}"
        try:
            yield read_cells(cells, where=where)
        except FieldError as error:
            yield RowError(where=where, what=say_field(error), raw=cells)

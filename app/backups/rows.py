"""Rows as lines of JSON, the same from one engine to the other.

The first line of a table names its columns; each other line is a row, its values in that order.
An instant is ISO in UTC, a number with decimals a string; JSON, lists of words and enumerations are
the very text that the database holds: what was read and written again is identical.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.backups.refusal import BackupError
from app.extensions import UtcDateTime, WordList

BATCH = 500  # rows written at a time
PREFIX = "v_"  # of parameters: a column's own name is SQLAlchemy's
Codec = Callable[[Any], Any]


def is_raw(column: sa.Column[Any]) -> bool:
    """Whether a column is read and written as the text that the database holds."""
    return isinstance(column.type, sa.JSON | WordList | sa.Enum)


def read_expression(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """What is selected of a column."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text).label(column.name)
    if is_raw(column):
        return sa.type_coerce(column, sa.Text).label(column.name)
    return column


def bind_expression(column: sa.Column[Any], dialect: str) -> sa.ColumnElement[Any]:
    """What is inserted in a column."""
    if not is_raw(column):
        return sa.bindparam(PREFIX + column.name, type_=column.type)
    text = sa.bindparam(PREFIX + column.name, type_=sa.Text())
    if isinstance(column.type, sa.JSON) and dialect == "postgresql":
        return sa.cast(text, sa.JSON())
    return text


def encode(value: object) -> object:
    """A value of a row as JSON."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def decoder_of(column: sa.Column[Any]) -> Codec:
    """What makes the value of a column from its JSON.

    Raises TypeError for a type that no backup was taught: a test asks it of every column.
    """
    kind = column.type
    if is_raw(column) or isinstance(kind, sa.String):
        return expect(str)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    if isinstance(kind, sa.Boolean):
        return expect(bool)
    if isinstance(kind, sa.Integer):
        return expect(int)
    if isinstance(kind, sa.Float):
        return expect(float, int)
    if isinstance(kind, sa.Numeric):
        return Decimal
    raise TypeError(f"{column} has a type that backups do not know")


def expect(*kinds: type) -> Codec:
    """A value as it is, where it is of one of these types; ValueError otherwise."""

    def check(value: object) -> object:
        if type(value) not in kinds:
            raise ValueError
        return value

    return check


def dump_table(connection: sa.Connection, table: sa.Table, file: Path) -> int:
    """Write the rows of a table in a new file, in the order of its key; how many."""
    chosen = sa.select(*map(read_expression, table.columns)).order_by(*table.primary_key.columns)
    count = 0
    with file.open("x", encoding="utf-8") as lines:
        lines.write(json.dumps([column.name for column in table.columns]) + "\n")
        for row in connection.execution_options(yield_per=BATCH).execute(chosen):
            lines.write(json.dumps([encode(value) for value in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def load_table(connection: sa.Connection, table: sa.Table, file: Path) -> int:
    """Insert the rows of a file in a table; how many. BackupError where one cannot be read."""
    dialect = connection.dialect.name
    values = {column.name: bind_expression(column, dialect) for column in table.columns}
    statement = sa.insert(table).values(values)
    count = 0
    rows = read_rows(table, file)
    while batch := list(islice(rows, BATCH)):
        connection.execute(statement, batch)
        count += len(batch)
    return count


def read_rows(table: sa.Table, file: Path) -> Iterator[dict[str, object]]:
    """The rows of a file, as the parameters of an insertion."""
    decoders = {column.name: decoder_of(column) for column in table.columns}
    broken = f"La sauvegarde est abîmée\u00a0: une ligne de la table {table.name} est illisible."
    with file.open(encoding="utf-8", newline="\n") as lines:
        try:
            if json.loads(next(lines, "")) != list(decoders):
                raise BackupError(f"La table {table.name} de la sauvegarde a d’autres colonnes.")
            for line in lines:
                row = zip(decoders.items(), json.loads(line), strict=True)
                yield {
                    PREFIX + name: None if value is None else decode(value)
                    for (name, decode), value in row
                }
        except (ValueError, TypeError, InvalidOperation, RecursionError) as error:
            raise BackupError(broken) from error

"""The register says something of every column that may hold personal data, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from app import factory
from app.extensions import UtcDateTime, WordList, db
from app.privacy.not_personal import NOT_PERSONAL
from app.privacy.register import TREATMENTS, list_rows

MODELS = factory  # the application knows every table
WORDS = (sa.String, sa.Text, sa.JSON)  # numbers, dates, booleans and closed lists name nobody


def declared() -> set[tuple[str, str]]:
    return {(row[3], row[4]) for row in list_rows()}


def excused() -> set[tuple[str, str]]:
    return {(table, column) for table, names in NOT_PERSONAL.items() for column in names.split()}


def may_be_personal(column: sa.Column[object]) -> bool:
    """Whether somebody has to say what it holds: words, or the number of an account."""
    is_closed = isinstance(column.type, (sa.Enum, WordList, UtcDateTime))
    is_words = isinstance(column.type, (*WORDS, sa.types.TypeDecorator)) and not is_closed
    return is_words or any(key.column.table.name == "person" for key in column.foreign_keys)


@pytest.mark.parametrize("table", sorted(db.metadata.tables))
def test_every_column_that_holds_words_is_classified(table: str) -> None:
    said = declared() | excused()
    columns = db.metadata.tables[table].columns
    forgotten = [c.name for c in columns if may_be_personal(c) and (table, c.name) not in said]
    assert not forgotten, f"{table}: say in app/privacy what {', '.join(forgotten)} hold"


def test_nothing_is_said_of_a_column_that_is_not_there() -> None:
    known = {(t.name, c.name) for t in db.metadata.tables.values() for c in t.columns}
    assert not (declared() | excused()) - known


def test_nothing_is_said_twice() -> None:
    assert not declared() & excused()
    assert not [
        key for key, times in Counter((r[3], r[4]) for r in list_rows()).items() if times > 1
    ]


def test_the_number_of_an_account_is_personal() -> None:
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                assert (table.name, key.parent.name) in declared()


def test_every_line_says_everything() -> None:
    assert all(all(cell.strip() for cell in row) for row in list_rows())
    assert len({treatment.key for treatment in TREATMENTS}) == len(TREATMENTS)
    assert all("à vérifier" in treatment.basis_said for treatment in TREATMENTS)

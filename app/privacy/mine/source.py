"""One thing that the portal keeps of a person, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person

Row = dict[str, Any]
Rows = sa.Select[*tuple[Any, ...]]


def keep(row: Row) -> Row:
    """The row as it is."""
    return row


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows of some tables that are about a person.

    `select` gives the columns to show, each chosen: a column that says something of somebody else
    is never read. `stays` says in French what is left of it once the account is erased, and why;
    it is empty where all goes with the account.
    """

    key: str
    label: str
    tables: tuple[str, ...]
    select: Callable[[Person], Rows]
    stays: str = ""
    shape: Callable[[Row], Row] = keep

    def read(self, session: Session, person: Person) -> list[Row]:
        """The rows, each value one that JSON can write."""
        found = session.execute(self.select(person)).mappings()
        return [
            {name: as_json(value) for name, value in self.shape(dict(row)).items()} for row in found
        ]


def as_json(value: object) -> object:
    """A value of the database as JSON writes it: dates in ISO 8601, exact numbers as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value

"""A row of every table: what the demonstration leaves empty is filled, column by column."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.extensions import UtcDateTime, WordList

MOMENT = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)  # a second before summer time
TEXT = '« L’été »\n\u2028\t\\ "x" 🌱'
CHOSEN: dict[str, dict[str, Any]] = {
    "alert_subscriber": {"address": None},
    "award": {"amount": 0.1 + 0.2},
    "consortium": {"state": "seeking", "came_from": "", "form": "conjoint"},
    "consortium_event": {"before": "", "after": "seeking"},
    "consortium_place": {"state": "accepted", "came_from": "", "is_lead": True},
    "consortium_share": {"tenths": 1000},
    "dossier": {"visibility": "private", "radius_km": 10},
    "dossier_decision": {"outcome": "favorable"},
    "dossier_file": {"kind": "devis"},
    "funder_position": {"state": "granted"},
    "membership": {"role": "owner"},
    "need": {"state": "draft", "came_from": "", "answers": None},
    "need_match": {"state": "sent", "came_from": ""},
    "project": {"organisation_id": None},
    "proximity": {
        "state": "new",
        "came_from": "",
        "other_id": None,
        "agreed_at": None,
        "other_agreed_at": None,
    },
    "proximity_move": {"before": "", "after": "new", "side": "portal"},
    "pursuit": {"state": "to_study", "came_from": ""},
    "pursuit_move": {"is_back": False, "before": "to_study", "after": "go"},
}
"""What a check of the database asks of a column."""


def fill_every_table(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Add a row to each table that has none."""
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(table).limit(1)).first() is None:
            connection.execute(sa.insert(table).values(make_row(connection, table)))


def make_row(connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    """A row whose references exist: two different ones where a table has two to the same."""
    row: dict[str, Any] = {}
    pointed: dict[str, int] = {}
    for column in table.columns:
        if column.name in CHOSEN.get(table.name, {}):
            row[column.name] = CHOSEN[table.name][column.name]
        elif column.foreign_keys:
            target = next(iter(column.foreign_keys)).column
            rank = pointed[target.table.name] = pointed.get(target.table.name, -1) + 1
            found = connection.execute(sa.select(target).order_by(target)).scalars().all()
            row[column.name] = found[min(rank, len(found) - 1)]
        elif column is not table.autoincrement_column:
            row[column.name] = make_value(column)
    return row


def make_value(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Enum):
        return next(iter(kind.python_type))
    samples: tuple[tuple[type, Any], ...] = (
        (UtcDateTime, MOMENT),
        (WordList, ("un", "deux")),
        (sa.JSON, {"clé": [1, 2.5, None, TEXT]}),
        (sa.String, TEXT[: getattr(kind, "length", None) or None]),
        (sa.Date, date(2026, 2, 28)),
        (sa.Boolean, True),
        (sa.Integer, 3),
        (sa.Float, 1 / 3),
        (sa.Numeric, Decimal("12.50")),
    )
    return next(value for sort, value in samples if isinstance(kind, sort))


def read_everything(connection: sa.Connection, metadata: sa.MetaData) -> dict[str, list[Any]]:
    """Every row of every table, JSON as the text that is held."""
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(
                sa.select(
                    *(
                        sa.cast(c, sa.Text) if isinstance(c.type, sa.JSON) else c
                        for c in table.columns
                    )
                ).order_by(*table.primary_key.columns)
            )
        ]
        for table in metadata.sorted_tables
    }

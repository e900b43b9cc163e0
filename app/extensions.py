"""The Flask extensions the portal uses, made once and bound by `create_app`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Session

# Constraints carry predictable names, so that migrations can drop them on every engine.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every model inherits."""

    metadata = sa.MetaData(naming_convention=NAMING)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept in UTC on engines that keep no offset; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The instant in UTC, without its offset on SQLite."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WordList(sa.types.TypeDecorator[tuple[str, ...]]):
    """Words of closed lists (codes, slugs), in order.

    They are kept as « |one|two| », so that any engine finds a row by one of them: see `has_word`.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Collection[str] | None, _dialect: sa.Dialect) -> str:
        """The words between bars; a word that holds one is refused."""
        words = tuple(value or ())
        if any("|" in word for word in words):
            raise ValueError("a word of a list holds no bar")
        return f"|{'|'.join(words)}|" if words else ""

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> tuple[str, ...]:
        """The words."""
        return tuple((value or "").strip("|").split("|")) if value else ()


def has_word(column: Any, words: Collection[str]) -> sa.ColumnElement[bool]:  # noqa: ANN401  a mapped column
    """Whether a `WordList` holds one of these words."""
    text = sa.type_coerce(column, sa.Text)
    return sa.or_(*(text.contains(f"|{word}|", autoescape=True) for word in words))


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
login_manager = LoginManager()
compress = Compress()

if TYPE_CHECKING:
    Model = Base  # Flask-SQLAlchemy builds its own at run time: checkers need a class
else:
    Model = db.Model


@event.listens_for(sa.Engine, "connect")
def tune_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  a driver's connection
    """Give each SQLite connection foreign keys, a write-ahead log and patience with writers."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "busy_timeout = 15000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def refresh_columns(session: Session, row: Base) -> None:
    """Read again the columns of a row; what is loaded beside them stays loaded."""
    session.refresh(row, [column.key for column in sa.inspect(type(row)).column_attrs])

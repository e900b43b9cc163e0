"""The database at one instant, while others go on writing in it.

SQLite's online backup copies it to a file of our own; PostgreSQL gives a transaction that sees
nothing later. Rows are read from there one by one and not by `pg_dump`: what one engine wrote the
other restores, and no program of the same version as the server is needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

READ_ONLY = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def frozen(engine: sa.Engine, folder: Path) -> Iterator[sa.Connection]:
    """A connection to the database as it is now; the folder takes SQLite's copy, then erased."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(**READ_ONLY) as connection:
            yield connection
        return
    copy = folder / "snapshot.sqlite3"
    copy_sqlite(engine, copy)
    copied = sa.create_engine(f"sqlite:///{copy}")
    try:
        with copied.connect() as connection:
            yield connection
    finally:
        copied.dispose()
        for left in folder.glob(f"{copy.name}*"):
            left.unlink()


def copy_sqlite(engine: sa.Engine, copy: Path) -> None:
    """Copy the database of an engine in a new file, by SQLite's own online backup."""
    copy.touch(mode=0o600, exist_ok=False)
    target = sqlite3.connect(copy)
    source = engine.raw_connection()
    try:
        # All pages in one step: step by step, it begins again at each writing of another process.
        source.driver_connection.backup(target)  # type: ignore[union-attr]
    finally:
        source.close()
        target.close()

"""One at a time writes what must be written by one alone; the others wait for the end of its turn.

An import is one; what looks for projects near one another is another.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

# The keys of our locks among PostgreSQL's advisory locks: any constants of ours.
IMPORTS = 7_311_992
PROXIMITIES = 7_311_993
PATIENCE_MS = 300_000  # a batch takes about a second


def wait_for_turn(session: Session, key: int = IMPORTS) -> None:
    """Wait until nobody else has that turn, and keep others waiting until this transaction ends.

    What is read after it is what the others committed. Does nothing more within a transaction that
    has its turn already.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    elif connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

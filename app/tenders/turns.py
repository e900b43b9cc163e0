"""One import at a time writes; the others wait for the end of its batch."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

IMPORTS = 7_311_992  # the key of our lock among PostgreSQL's advisory locks: any constant of ours
PATIENCE_MS = 300_000  # a batch takes about a second


def wait_for_turn(session: Session) -> None:
    """Wait until no other import writes, and keep others waiting until this transaction ends.

    What is read after it is what the others committed. Does nothing more within a transaction that
    has its turn already.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(IMPORTS)))
    elif connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        if driver is not None and not driver.in_transaction:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

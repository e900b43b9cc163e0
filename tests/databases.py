"""A database of its own for one test, on each engine that the portal is used with."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

LOCAL_SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


@contextmanager
def postgresql_database() -> Iterator[str]:
    """The address of a new database, dropped at the end; skips where no server answers."""
    server = os.environ.get("PORTAL_TEST_DATABASE_URL", LOCAL_SERVER)
    name = f"maillage_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(sa.text(f"create database {name}"))
    except OperationalError:
        admin.dispose()
        pytest.skip("no PostgreSQL answers: set PORTAL_TEST_DATABASE_URL")
    yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"drop database {name} with (force)"))
    admin.dispose()

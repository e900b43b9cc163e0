from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade
from sqlalchemy.exc import OperationalError

from app import clock
from app.demo.services import clear_demo, load_demo
from app.extensions import db
from app.factory import create_app
from config import Settings

POSTGRESQL = os.environ.get(
    "PORTAL_TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a database of its own on the PostgreSQL of this machine."""
    server = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    name = f"maillage_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f'create database "{name}"'))
    except OperationalError:
        server.dispose()
        pytest.skip("no PostgreSQL answers: set PORTAL_TEST_DATABASE_URL")
    yield sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f'drop database "{name}" with (force)'))
    server.dispose()


def run_through(settings: Settings) -> None:
    """Up, no difference with the models, real use, down to nothing, and up again."""
    application = create_app(settings)
    with application.app_context():
        upgrade()
        check()
        loaded = load_demo(db.session(), clock.now())
        db.session.commit()
        assert loaded.structures >= 60
        pages = (
            "/",
            "/structures?territoire=93&rayon=20",
            "/marches",
            "/marches/DEMO-001",
            "/carte",
        )
        for page in pages:
            assert application.test_client().get(page).status_code == 200, page
        assert clear_demo(db.session()) == loaded
        db.session.commit()
        downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        db.session.remove()
        db.engine.dispose()


def test_migrations_make_what_the_models_say_on_sqlite(settings: Settings) -> None:
    run_through(settings)


@pytest.mark.enable_socket
def test_migrations_make_what_the_models_say_on_postgresql(
    settings: Settings, postgresql: str
) -> None:
    run_through(replace(settings, database_url=postgresql))

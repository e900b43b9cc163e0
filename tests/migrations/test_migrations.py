from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from app import clock
from app.demo.services import clear_demo, load_demo
from app.extensions import db
from app.factory import create_app
from config import Settings


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

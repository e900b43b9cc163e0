from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from app import clock
from app.demo.services import clear_demo, load_demo
from app.extensions import db
from app.factory import create_app
from app.projects.models import Project, Worksheet, WorksheetVersion
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


def test_the_worksheets_of_a_link_come_through_the_rebuilding_of_projects(
    settings: Settings,
) -> None:
    tables = (Project.__table__, Worksheet.__table__, WorksheetVersion.__table__)
    now = clock.now()
    rows: tuple[dict[str, object], ...] = (
        {"id": 7, "token_digest": "d", "created_at": now, "updated_at": now, "expires_at": now},
        {"id": 1, "project_id": 7, "tool": "budget", "version": 1, "data": {}, "updated_at": now},
        {"id": 1, "worksheet_id": 1, "version": 1, "data": {}, "saved_at": now},
    )
    application = create_app(settings)
    with application.app_context():
        upgrade(revision="0022")
        for table, row in zip(tables, rows, strict=True):
            db.session.execute(sa.insert(table).values(row))
        db.session.commit()
        for step, revision in ((upgrade, "0023"), (downgrade, "0022")):
            step(revision=revision)
            counts = [
                db.session.execute(sa.select(sa.func.count(table.c.id))).scalar()
                for table in tables
            ]
            assert counts == [1, 1, 1], revision
            db.session.commit()
        db.session.remove()
        db.engine.dispose()

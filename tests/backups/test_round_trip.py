"""A portal saved, destroyed and restored is the same, whatever the engines."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app.backups.rows import decoder_of
from app.extensions import db
from app.factory import create_app
from app.search.backend import SearchQuery
from config import Settings
from tests.backups.conftest import FILES, LEFT, read_files, write_files
from tests.backups.rows import read_everything

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]


def everything() -> dict[str, list[Any]]:
    with db.engine.connect() as connection:
        return read_everything(connection, db.metadata)


def destroy(instance: Path) -> None:
    """Every table gone, the files changed or gone, others come."""
    db.session.remove()
    with db.engine.begin() as connection:
        db.metadata.drop_all(connection)
        connection.execute(sa.text("drop table alembic_version"))
    for name in FILES:
        (instance / name).unlink()
    write_files(instance, {"secret_key": b"another", "photos/ee/" + "ee" * 16: b"later"})


def test_every_column_is_of_a_type_that_backups_know() -> None:
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            decoder_of(column)


def test_what_is_destroyed_comes_back_as_it_was(
    full: Flask, run: Run, settings: Settings, tmp_path: Path
) -> None:
    before, file = everything(), tmp_path / "portal.tar.gz"
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    made = run("create", file)
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    destroy(settings.instance)
    restored = run("restore", file)
    assert restored.exit_code == 0, restored.output
    assert everything() == before
    assert read_files(settings.instance, LEFT) == FILES
    assert full.extensions["search"].search(SearchQuery(text="nettoyage")).total > 0
    assert full.test_client().get("/marches").status_code == 200


def test_the_next_row_is_numbered_after_the_last(full: Flask, run: Run, tmp_path: Path) -> None:
    run("create", tmp_path / "b.tar.gz")
    assert run("restore", tmp_path / "b.tar.gz", "--replace").exit_code == 0
    table = db.metadata.tables["pending_document"]
    with db.engine.begin() as connection:
        last = connection.execute(sa.select(sa.func.max(table.c.id))).scalar()
        made = connection.execute(sa.insert(table).values(reference="26-1"))
    assert made.inserted_primary_key is not None
    assert made.inserted_primary_key[0] == last + 1


def test_what_one_engine_wrote_the_other_restores(
    full: Flask, run: Run, settings: Settings, postgresql: str, tmp_path: Path
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("from SQLite to PostgreSQL, and back in the same test")
    before = everything()
    run("create", tmp_path / "lite.tar.gz")
    elsewhere = replace(settings, database_url=postgresql, instance=tmp_path / "other")
    other = create_app(elsewhere)
    with other.app_context():
        runner = other.test_cli_runner()
        result = runner.invoke(args=["backup", "restore", str(tmp_path / "lite.tar.gz")])
        assert result.exit_code == 0, result.output
        assert everything() == before
        runner.invoke(args=["backup", "create", str(tmp_path / "big.tar.gz")])
        db.session.remove()
        db.engine.dispose()
    with full.app_context():
        assert run("restore", tmp_path / "big.tar.gz", "--replace").exit_code == 0
        assert everything() == before


def test_a_running_portal_writes_on_while_it_is_saved(
    full: Flask, run: Run, tmp_path: Path
) -> None:
    table = db.metadata.tables["pending_document"]
    with db.engine.connect() as connection, connection.begin():
        connection.execute(sa.insert(table).values(reference="not yet"))
        assert run("create", tmp_path / "b.tar.gz").exit_code == 0
    count = len(everything()["pending_document"])
    assert run("restore", tmp_path / "b.tar.gz", "--replace").exit_code == 0
    assert len(everything()["pending_document"]) == count - 1

"""A portal with a row in every table and files of several features, on each engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade

from app import clock
from app.cli.own_data import import_own_data
from app.demo.services import load_demo
from app.extensions import db
from app.factory import create_app
from config import Settings
from tests.backups.rows import fill_every_table
from tests.people import make_organisation

FILES = {
    "secret_key": b"drawn once",
    "photos/ab/" + "ab" * 16: b"\x00photo\xff",
    "files/pursuits/cd/" + "cd" * 16: b"%PDF-1.7",
    "fetch/boamp.json": b"{}",
    "jobs/send-letters.json": b'{"started": "2026-01-01T00:00:00+00:00"}',
}
LEFT = {"jobs/queue.sqlite3": b"", "jobs/a.lock": b"", "index/MAIN": b"", ".hidden/x": b""}


@pytest.fixture
def portal(settings: Settings, database: str) -> Iterator[Flask]:
    """An application on a migrated database of its own."""
    application = create_app(replace(settings, database_url=database))
    with application.app_context():
        upgrade()
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def full(portal: Flask, settings: Settings) -> Flask:
    """The same, with a row in every table and files."""
    import_own_data(db.session(), clock.now())
    load_demo(db.session(), clock.now())
    make_organisation(db.session())
    make_organisation(db.session(), "Régie du Lac")
    db.session.commit()
    with db.engine.begin() as connection:
        fill_every_table(connection, db.metadata)
    write_files(settings.instance, {**FILES, **LEFT})
    return portal


@pytest.fixture
def run(portal: Flask) -> Callable[..., Result]:
    runner = portal.test_cli_runner()
    return lambda *args: runner.invoke(args=["backup", *map(str, args)])


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def read_files(folder: Path, leaving: Any = ()) -> dict[str, bytes]:
    names = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("portal."))
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in names}
    return {name: content for name, content in found.items() if name not in leaving}

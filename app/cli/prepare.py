"""flask prepare: what `make run` does between installing and serving; each step says its time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import clock, territories
from app.cli.importing import print_report
from app.cli.indexing import every_document, get_backend
from app.cli.own_data import has_changed, import_own_data
from app.demo.services import load_demo, needs_demo
from app.extensions import db
from app.operating.schema import read_head, read_revision
from app.search.backend import IndexMissingError
from app.territories import TerritoryKind
from config import Settings


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    click.echo(f"→ {what}")
    start = time.perf_counter()
    yield
    click.echo(f"  {time.perf_counter() - start:.1f} s")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Prépare la base, les territoires, la démonstration et l’index ; ne refait rien d’inutile."""
    settings: Settings = current_app.config["SETTINGS"]
    with step("Base de données : migrations"):
        migrate_database()
    communes = territories.list_territories(TerritoryKind.COMMUNE)
    with step(f"Territoires : {len(communes)} communes"):
        territories.get("FR")
    with step("Fiches et chiffres du portail"):
        changed = load_own_data()
    if settings.demo and needs_demo(db.session(), clock.today()):
        with step("Données de démonstration"):
            load_demo(db.session(), clock.now())
            db.session.commit()
            changed = True
    if changed or not is_indexed():
        with step("Index de recherche"):
            get_backend().replace_all(every_document())


def load_own_data() -> bool:
    """Bring the sheets and figures of the portal up to date, and say whether any changed."""
    reports = import_own_data(db.session(), clock.now())
    db.session.commit()
    for report in reports:
        if report.refusals:
            print_report(report, to_error=True)
    return any(map(has_changed, reports))


def migrate_database() -> None:
    """Bring the schema up to date; alembic is not even started where it already is."""
    if not is_current():
        upgrade()


def is_current() -> bool:
    """Whether the database is at the newest migration."""
    with db.engine.connect() as connection:
        revision = read_revision(connection)
    return revision == read_head(Path(current_app.extensions["migrate"].directory))


def is_indexed() -> bool:
    """Whether there is an index to search."""
    try:
        return get_backend().count() > 0
    except IndexMissingError:
        return False

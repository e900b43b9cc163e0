"""flask check: whether this installation is fit to serve."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app import clock, sectors, territories
from app.blueprints.assets import AssetError, asset_url
from app.cli.indexing import get_backend
from app.errors import PortalError
from app.extensions import db
from app.siae.models import Siae
from app.tenders.models import Consultation
from app.territories import TerritoryKind
from app.toolkit.guides import check_guides
from config import ROOT, Settings

STALE = timedelta(days=365)


def check_configuration() -> str:
    """The settings, already read: what is left to say."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"environnement {settings.environment}, base {db.engine.url.get_backend_name()}"


def check_database() -> str:
    """The database answers and has its tables."""
    structures = db.session.scalar(sa.select(sa.func.count(Siae.id)))
    consultations = db.session.scalar(sa.select(sa.func.count(Consultation.id)))
    return f"{structures} structures, {consultations} consultations"


def check_index() -> str:
    """The index opens."""
    return f"{get_backend().count()} documents"


def check_reference_data() -> str:
    """Territories and sectors load."""
    communes = territories.list_territories(TerritoryKind.COMMUNE)
    return f"{len(communes)} communes, {len(sectors.sectors())} filières"


def check_assets() -> str:
    """The front-end files are built."""
    return asset_url("app.css")


def check_content() -> str:
    """The guides are complete, linked and fresh; raises PortalError otherwise."""
    problems = check_guides(ROOT / "content" / "guides", clock.today() - STALE)
    if problems:
        raise PortalError(" ; ".join(str(problem) for problem in problems))
    return "guides à jour"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Réglages", check_configuration),
    ("Base de données", check_database),
    ("Index de recherche", check_index),
    ("Territoires et filières", check_reference_data),
    ("Feuilles de style et scripts", check_assets),
    ("Contenus", check_content),
)


@click.command("check")
@with_appcontext
def check() -> None:
    """Vérifie les réglages, la base, l’index, les données et les contenus."""
    failed = 0
    for label, verify in CHECKS:
        try:
            click.echo(f"✓ {label} : {verify()}")
        except (PortalError, SQLAlchemyError, AssetError) as error:
            failed += 1
            reason = str(error).splitlines()[0]
            click.echo(f"✗ {label} : {reason}")
    if failed:
        sys.exit(1)

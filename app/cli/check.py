"""flask check: whether this installation is fit to serve."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app import clock, sectors, territories
from app.blueprints.assets import AssetError, asset_url
from app.cli.content import GUIDES, find_problems
from app.cli.indexing import get_backend
from app.errors import PortalError
from app.extensions import db
from app.siae.models import Siae
from app.tenders.models import Consultation
from app.territories import TerritoryKind
from app.toolkit.guides import load_guides
from config import Settings


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
    """The contents are complete, linked and fresh; raises PortalError otherwise."""
    problems = list(find_problems(clock.today()))
    if problems:
        raise PortalError(
            f"{len(problems)} problèmes, que « flask check content » énumère ; le premier : "
            f"{problems[0]}"
        )
    return "guides, étapes et dispositifs à jour"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Réglages", check_configuration),
    ("Base de données", check_database),
    ("Index de recherche", check_index),
    ("Territoires et filières", check_reference_data),
    ("Feuilles de style et scripts", check_assets),
    ("Contenus", check_content),
)


@click.group("check", invoke_without_command=True)
@click.pass_context
@with_appcontext
def check(context: click.Context) -> None:
    """Vérifie les réglages, la base, l’index, les données et les contenus."""
    if context.invoked_subcommand is None:
        check_everything()


def check_everything() -> None:
    """Run every check, say each, and exit with 1 where one fails."""
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


@check.command("content")
@with_appcontext
def content() -> None:
    """Énumère ce qui ne va pas dans les contenus.

    Liens rompus, en-têtes incomplets, pages vérifiées il y a plus de douze mois, chiffres sans
    source, sources que rien ne cite, renvois à ce qui n’existe pas.
    """
    problems = list(find_problems(clock.today()))
    for problem in problems:
        click.echo(problem)
    count = len(load_guides(GUIDES)) if not problems else 0
    click.echo(f"{len(problems)} problèmes" if problems else f"{count} guides : aucun problème")
    if problems:
        sys.exit(1)

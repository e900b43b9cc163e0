"""flask siae …: import structures, find the tenders that fit one."""

from __future__ import annotations

import json
from typing import BinaryIO

import click

from app import clock
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.indexing import get_backend
from app.cli.matches import describe_tender
from app.errors import NotFoundError
from app.extensions import db
from app.imports.report import FileReport
from app.imports.siret import clean_siret
from app.siae import activities_nudge, queries
from app.siae.documents import document_of
from app.siae.importer import import_records
from app.siae.profiles import profile_of
from app.siae.sources import SOURCES
from app.siae.sources.csv_source import parse_file
from app.tenders.matching import match_profile

cli = PortalGroup("siae", help="Les structures : importer, rapprocher des marchés.")


def nudge_capacity() -> str:
    """Queue the letters about the capacities that expired; commits, and says how many."""
    count = activities_nudge.nudge(db.session(), letter_url(), clock.now())
    db.session.commit()
    return f"{count} courriers préparés" if count > 1 else f"{count} courrier préparé"


@cli.command("nudge-capacity")
def nudge_command() -> None:
    """Demande aux structures si leurs capacités de plus de 90 jours sont toujours vraies."""
    click.echo(nudge_capacity())


@cli.command("import")
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des fichiers de structures (CSV du Marché de l’inclusion, CSV FINESS des ESAT)."""

    def read(file: BinaryIO, report: FileReport) -> None:
        changed = import_records(db.session(), parse_file(file, SOURCES), report, now=clock.now())
        if dry_run:
            db.session.rollback()
            return
        documents = [document_of(siae) for siae in changed]
        db.session.commit()
        get_backend().upsert(documents)

    run_import(files, read, as_json=as_json)


@cli.command("match")
@click.argument("siret")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option(
    "--all", "closed", is_flag=True, help="Aussi les consultations qui ne sont plus ouvertes."
)
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def match(siret: str, limit: int, closed: bool, as_json: bool) -> None:
    """Les lots de marchés qui conviennent à la structure de ce SIRET, et pourquoi."""
    structures = list(db.session.scalars(queries.of_siret(clean_siret(siret))))
    if not structures:
        raise click.ClickException(str(NotFoundError(f"Aucune structure n’a le SIRET {siret}.")))
    now = clock.now()
    found = [
        item
        for siae in structures
        if (profile := profile_of(siae)).activities
        for item in match_profile(db.session(), profile, now, limit=limit, closed=closed)
    ]
    if as_json:
        answer = {
            "siret": siret,
            "name": structures[0].display_name,
            "tenders": [describe_tender(item) for item in found[:limit]],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"{structures[0].display_name} : {len(found)} lots")
    for item in found[:limit]:
        percent = f"{item.match.score * 100:.0f} %"
        title = f"{item.consultation.reference} lot {item.lot.number} – {item.lot.title}"
        click.echo(f"{percent:>5}  {item.match.verdict.label:<13}  {title}")

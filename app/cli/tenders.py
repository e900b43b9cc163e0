"""flask tenders …: import notices, find the structures that fit a consultation."""

from __future__ import annotations

import json
from typing import BinaryIO

import click

from app import clock
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.indexing import get_backend
from app.cli.matches import describe_lot
from app.extensions import db
from app.imports.report import FileReport
from app.siae.profiles import matchers
from app.tenders import queries
from app.tenders.documents import document_of
from app.tenders.matching import LotMatches, match_consultation
from app.tenders.services import batches, store_notices
from app.tenders.sources import parse_file

cli = PortalGroup("tenders", help="Les marchés publics : importer, rapprocher des structures.")


@cli.command("import")
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des fichiers d’avis du BOAMP (JSON de l’API v1 ou v2.1, exports)."""

    def read(file: BinaryIO, report: FileReport) -> None:
        now = clock.now()
        for batch in batches(parse_file(file), report):
            changed = store_notices(db.session(), batch, report, now=now)
            if dry_run:
                continue
            documents = [document_of(consultation, now) for consultation in changed]
            db.session.commit()
            get_backend().upsert(documents)
        if dry_run:
            db.session.rollback()

    run_import(files, read, as_json=as_json)


@cli.command("match")
@click.argument("reference")
@click.option("--lot", "number", help="Un seul lot, par son numéro.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def match(reference: str, number: str | None, limit: int, as_json: bool) -> None:
    """Pour chaque lot d’une consultation, les structures qui conviennent, et pourquoi."""
    consultation = db.session.scalar(queries.by_reference(reference))
    if consultation is None:
        raise click.ClickException(f"Aucune consultation ne porte le numéro {reference}.")
    lots = match_consultation(
        matchers.get(db.session()), consultation, clock.now(), limit=limit, near=limit
    )
    if number is not None:
        lots = [found for found in lots if found.lot.number.lstrip("0") == number.lstrip("0")]
        if not lots:
            raise click.ClickException(f"La consultation {reference} n’a pas de lot {number}.")
    if as_json:
        answer = {
            "consultation": consultation.reference,
            "title": consultation.title,
            "lots": [describe_lot(found) for found in lots],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"{consultation.reference} – {consultation.title}")
    for found in lots:
        print_lot(found)


def print_lot(found: LotMatches) -> None:
    """One lot, a line per structure."""
    click.echo(f"\nLot {found.lot.number} – {found.lot.title}")
    if not found.found.matches:
        click.echo("  Aucune structure connue ne convient.")
    for match in found.found.matches:
        percent = f"{match.score * 100:.0f} %"
        name = f"{match.profile.name} ({match.profile.kind}, {match.profile.city})"
        click.echo(f"  {percent:>5}  {match.verdict.label:<13}  {name}")
    for match in found.found.near_misses:
        click.echo(f"  presque : {match.profile.name} – {' '.join(match.missing)}")

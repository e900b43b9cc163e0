"""flask tenders …: import notices, find the structures that fit a consultation."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from app import clock
from app.blueprints.search_sheets import index_pending
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.matches import describe_lot
from app.cli.republications import cli as republications
from app.extensions import db
from app.imports.batches import BATCH
from app.imports.report import FileReport
from app.siae.profiles import matchers
from app.tenders import queries
from app.tenders.matching import LotMatches, match_consultation
from app.tenders.reading import read_batches, relax_collector
from app.tenders.records import NoticeRecord
from app.tenders.services import overdue, settle_again, store_notices

LARGE = 8_000_000  # bytes: a second process takes half a second to start
BATCHES_INDEXED = 30  # at once: a commit of the index costs as much as several batches
cli = PortalGroup("tenders", help="Les marchés publics : importer, rapprocher des structures.")
cli.add_command(republications)


@cli.command("import")
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
@click.option(
    "--refused",
    metavar="FICHIER",
    help="Garde ici les avis refusés, avec leur raison ; ce fichier s’importe à son tour.",
)
def import_files(
    files: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    refused: str | None,
) -> None:
    """Importe des fichiers d’avis ; le format est reconnu.

    BOAMP en JSON (API v1 et v2.1, exports, lignes), en XML (DILA) et en tables de 2021 ; TED en XML
    (R2.0.8, R2.0.9 et eForms) ; les avis refusés d’un import précédent.
    """

    def read(file: BinaryIO, report: FileReport) -> None:
        batches = read_batches(file, report, beside=is_worth_a_process(report.file))
        keep_batches(batches, report, dry_run=dry_run)

    run_import(files, read, as_json=as_json, refused=refused)


def keep_batches(
    batches: Iterable[list[NoticeRecord]], report: FileReport, *, dry_run: bool = False
) -> None:
    """Keep each batch of notices for good, and have the search know of them from time to time.

    Interrupted, it leaves whole batches; the next import has the search know of the last ones.
    """
    now = clock.now()
    relax_collector()
    for number, batch in enumerate(batches, start=1):
        store_notices(db.session(), batch, report, now=now)
        if dry_run:
            db.session.rollback()
            continue
        db.session.commit()
        if number % BATCHES_INDEXED == 0:
            index_pending(now)
    if not dry_run:
        index_pending(now)


def is_worth_a_process(name: str) -> bool:
    """Whether another process should read that file: it is large, and there is a core for it."""
    path = Path(name)
    return path.is_file() and path.stat().st_size > LARGE and (os.cpu_count() or 1) > 1


@cli.command("refresh")
@click.option("--all", "everything", is_flag=True, help="Toutes, après un changement de règles.")
def refresh(everything: bool) -> None:
    """Relit les consultations dont un lot vient de se clore, pour montrer l’échéance suivante."""
    references = db.session.scalars(queries.every_reference()).all() if everything else None
    click.echo(refresh_deadlines(references))


def refresh_deadlines(references: Sequence[str] | None = None) -> str:
    """Judge again these consultations, else those that show a past deadline; says how many."""
    now = clock.now()
    if references is None:
        references = db.session.scalars(overdue(now)).all()
    for start in range(0, len(references), BATCH):
        settle_again(db.session(), references[start : start + BATCH], now=now)
        db.session.commit()
    index_pending(now)
    return f"{len(references)} consultations relues"


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
    matcher = matchers.get(db.session())
    lots = match_consultation(matcher, consultation, clock.now(), limit=limit, near=limit)
    if number is not None:
        lots = [found for found in lots if found.lot.number.lstrip("0") == number.lstrip("0")]
        if not lots:
            raise click.ClickException(f"La consultation {reference} n’a pas de lot {number}.")
    if as_json:
        answer = {
            "consultation": consultation.reference,
            "title": consultation.title,
            "weights_version": matcher.grid.version,
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

"""flask facts …: the figures of the portal."""

from __future__ import annotations

from typing import BinaryIO

import click

from app import clock
from app.cli.groups import PortalGroup
from app.cli.importing import print_report, run_import
from app.extensions import db
from app.facts.records import COLUMNS, NEEDED, parse_table
from app.facts.services import import_facts, import_own
from app.imports.report import FileReport
from app.toolkit.measures import load_measures

cli = PortalGroup("facts", help="Les chiffres datés et sourcés : importer, lister les mesures.")
EXPLAINED = f"""Importe des chiffres : un CSV (virgule ou point-virgule), ou rien pour les nôtres.

Colonnes : {", ".join(COLUMNS)}.
Indispensables : {", ".join(sorted(NEEDED))}.

La clé est celle d’une mesure (« flask facts list ») ; le territoire est un code ou un nom,
l’Île-de-France par défaut ; la date clôt la période ; un nombre s’écrit « 12,5 » ou « 1 234 ».
"""


@cli.command("import", help=EXPLAINED)
@click.argument("files", metavar="[FICHIER…]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Store the figures of files, or those of the portal; commits."""

    def read(file: BinaryIO, report: FileReport) -> None:
        items = parse_table(file, load_measures())
        import_facts(db.session(), items, report, origin=report.file[:255], now=clock.now())
        finish(dry_run)

    if files:
        run_import(files, read, as_json=as_json)
        return
    report = import_own(db.session(), clock.now())
    finish(dry_run)
    print_report(report, to_error=as_json)


def finish(dry_run: bool) -> None:
    """Keep what was stored, unless it was only to count."""
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()


@cli.command("list")
def list_measures() -> None:
    """Liste les mesures : leur clé, leur unité, leur nom."""
    for measure in load_measures().values():
        click.echo(f"{measure.key:<40} {measure.unit.label:<12} {measure.label}")

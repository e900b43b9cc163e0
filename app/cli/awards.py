"""flask awards …: import the contracts awarded."""

from __future__ import annotations

from typing import BinaryIO

import click

from app import clock
from app.awards.services import store_awards
from app.awards.sources import parse_file
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.extensions import db
from app.imports.batches import cut_batches, keep_readable
from app.imports.report import FileReport

cli = PortalGroup("awards", help="Les marchés attribués : importer les données essentielles.")


@cli.command("import")
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des fichiers de marchés attribués (DECP) ; le format est reconnu.

    Formats 2019 et 2022 en JSON et en XML, marchés et concessions ; tables en CSV (une ligne par
    marché ou par titulaire).
    """

    def read(file: BinaryIO, report: FileReport) -> None:
        now = clock.now()
        for batch in cut_batches(keep_readable(parse_file(file), report)):
            store_awards(db.session(), batch, report, now=now)
            if not dry_run:
                db.session.commit()
            db.session.expunge_all()
        if dry_run:
            db.session.rollback()

    run_import(files, read, as_json=as_json)

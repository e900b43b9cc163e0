"""flask backup …: the whole portal in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask_migrate import upgrade

from app import clock
from app.backups.manifest import Manifest
from app.backups.refusal import BackupError
from app.backups.restoring import Opened, list_filled, opened, restore
from app.backups.saving import save
from app.cli.groups import PortalGroup
from app.cli.indexing import every_document, get_backend
from app.errors import PortalError
from app.extensions import db
from app.operating.schema import read_head, read_revision
from config import Settings

cli = PortalGroup("backup", help="La sauvegarde : tout le portail dans un fichier, et retour.")
FILE = click.Path(dir_okay=False, path_type=Path)


def instance_of() -> Path:
    """The folder of the instance."""
    return Path(current_app.instance_path)


@cli.command("create")
@click.argument("file", metavar="FICHIER", type=FILE)
def create(file: Path) -> None:
    """Écrit la base et les fichiers dans un nouveau FICHIER, sans arrêter le portail.

    Le fichier contient des données personnelles : son propriétaire seul le lit (droits 0600).
    """
    manifest = save(db.engine, db.metadata, instance_of(), file, clock.now())
    click.echo(f"{file} : {describe(manifest)}")
    settings: Settings = current_app.config["SETTINGS"]
    if settings.secret_key:
        click.echo(
            "PORTAL_SECRET_KEY vient de l’environnement et n’est pas dans la sauvegarde : "
            "gardez-la ailleurs, les doubles authentifications en dépendent.",
            err=True,
        )


@cli.command("restore")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--replace", is_flag=True, help="Remplace ce que la base contient déjà.")
def restore_file(file: Path, *, replace: bool) -> None:
    """Remet la base et les fichiers d’un FICHIER, puis reconstruit l’index de recherche.

    Arrêtez d’abord le portail et les tâches. Une sauvegarde abîmée, ou d’un autre schéma, est
    refusée avant de toucher à quoi que ce soit ; en cas d’échec, l’état d’avant reste.
    """
    head = read_head(Path(current_app.extensions["migrate"].directory))
    with opened(file, instance_of(), db.metadata, head) as found:
        prepare_database(head, replace=replace)
        restore(db.engine, db.metadata, instance_of(), found)
        click.echo(f"Restauré : {describe(found.manifest)}, {say_made(found)}")
    db.session.remove()
    rebuild_index()
    click.echo("Redémarrez le portail et les tâches : la clé secrète a pu changer.")


def prepare_database(head: str, *, replace: bool) -> None:
    """Give an empty database its schema; BackupError for one that may not be replaced."""
    with db.engine.connect() as connection:
        revision = read_revision(connection)
        is_new = not revision and not sa.inspect(connection).get_table_names()
        if not is_new and revision != head:
            raise BackupError(
                f"La base est au schéma {revision or 'inconnu'}, le portail au schéma {head}"
                "\u00a0: lancez d’abord «\u00a0flask db upgrade\u00a0»."
            )
        filled = [] if is_new else list_filled(connection, db.metadata.sorted_tables)
    if filled and not replace:
        raise BackupError(
            f"La base contient déjà des données (table {filled[0]}…)\u00a0: "
            "sauvegardez-les, puis recommencez avec «\u00a0--replace\u00a0»."
        )
    if is_new:
        upgrade()


def rebuild_index() -> None:
    """Build the index again from what was restored; a failure leaves the rest restored."""
    try:
        get_backend().replace_all(every_document())
    except (PortalError, OSError) as error:
        raise click.ClickException(
            f"Les données sont restaurées, mais pas l’index ({error}). "
            "Lancez « flask search rebuild »."
        ) from error
    click.echo(f"Index reconstruit : {get_backend().count()} documents")


def describe(manifest: Manifest) -> str:
    """« 412 lignes de 75 tables, 3 fichiers »."""
    rows, tables = sum(manifest.counts.values()), len(manifest.counts)
    files = len(manifest.members) - tables
    said = f"{files} fichiers" if files > 1 else f"{files} fichier"
    return f"{rows} lignes de {tables} tables, {said}"


def say_made(found: Opened) -> str:
    """When an archive was made."""
    return f"sauvegarde du {clock.say_moment(found.manifest.made_at)}"

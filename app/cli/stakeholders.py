"""flask stakeholders …: import the sheets of actors, edit one."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

import click

from app import clock
from app.cli.groups import PortalGroup
from app.cli.importing import finish_import, run_import
from app.cli.indexing import get_backend, index_actors
from app.extensions import db
from app.imports.report import FileReport
from app.search.backend import DocumentKind
from app.stakeholders.importer import import_rows
from app.stakeholders.services import edit, get, merge
from app.stakeholders.sources import parse_file
from app.stakeholders.sources.own_file import ORIGIN, read_own_file
from app.stakeholders.values import LISTS, values_of
from app.toolkit.actor_check import LABELS

cli = PortalGroup("stakeholders", help="Les acteurs : importer leurs fiches, en corriger une.")
COLUMNS = """Colonnes du CSV (« ; » ou « , ») : nom, identifiant, sigle, nature, rattachement,
anciens_noms, anciens_identifiants, role, fonctions, etapes, themes, territoires, contact, site,
sources, note, confirme, verifie_le. « nom » suffit avec « fonctions » ; plusieurs valeurs se
séparent par « | ». Le modèle rempli est à l’adresse /acteurs/format.csv. Une colonne absente ne
change rien ; une cellule vide efface."""


@cli.command("import", epilog=COLUMNS)
@click.argument("files", metavar="[FICHIER…]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des fiches d’acteurs (CSV ou YAML) ; sans fichier, celles du portail.

    Une fiche que l’équipe a corrigée n’est jamais écrasée : le changement attend sa décision, dans
    « flask proposals list ».
    """

    def read(file: BinaryIO, report: FileReport) -> None:
        origin = "entrée standard" if report.file == "-" else PurePath(report.file).name
        changed = import_rows(
            db.session(), parse_file(file), report, origin=origin, now=clock.now()
        )
        keep(changed, dry_run=dry_run)

    if files:
        run_import(files, read, as_json=as_json)
        return
    report = FileReport(file=ORIGIN)
    rows = import_rows(db.session(), read_own_file(), report, origin=ORIGIN, now=clock.now())
    keep(rows, dry_run=dry_run)
    finish_import([report], as_json=as_json)


def keep(changed: list[str], *, dry_run: bool) -> None:
    """Commit and index what an import changed, or forget it."""
    if dry_run:
        db.session.rollback()
        return
    db.session.commit()
    index_actors(changed)


@cli.command("show")
@click.argument("slug", metavar="IDENTIFIANT")
def show(slug: str) -> None:
    """Montre une fiche, champ par champ, et ce que les imports en ont dit."""
    row = get(db.session(), slug)
    for name, value in values_of(row).items():
        shown = " | ".join(map(str, value)) if name in LISTS else say(value)  # type: ignore[call-overload]
        click.echo(f"{LABELS[name]:<21} {shown}")
    edited = f"corrigée le {row.edited_at:%d/%m/%Y}" if row.edited_at else "jamais corrigée"
    click.echo(f"{row.origin} ; {edited}")


def say(value: object) -> str:
    """A value on one line."""
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)


@cli.command("edit")
@click.argument("slug", metavar="IDENTIFIANT")
@click.option(
    "--set", "settings", metavar="CHAMP=VALEUR", multiple=True, required=True,
    help="Un champ et sa valeur ; plusieurs valeurs se séparent par « | ».",
)  # fmt: skip
def edit_one(slug: str, settings: tuple[str, ...]) -> None:
    """Corrige une fiche ; les imports ne l’écraseront plus, ils proposeront."""
    pairs = dict(read_setting(text) for text in settings)
    actor = edit(db.session(), slug, pairs, clock.now())
    db.session.commit()
    index_actors([actor.slug])
    click.echo(f"{actor.name} : fiche enregistrée, {actor.path}")


@cli.command("merge")
@click.argument("former", metavar="ANCIEN")
@click.argument("present", metavar="ACTUEL")
def merge_two(former: str, present: str) -> None:
    """Réunit deux fiches : l’adresse de l’ancienne mène à l’actuelle, qui reprend ses fonctions."""
    actor = merge(db.session(), former, present, clock.now())
    db.session.commit()
    get_backend().delete([(DocumentKind.ACTOR, former)])
    index_actors([actor.slug])
    click.echo(f"{former} mène maintenant à {actor.path}")


def read_setting(text: str) -> tuple[str, str]:
    """A field and its value."""
    name, equal, value = text.partition("=")
    if not equal:
        raise click.ClickException(f"« {text} » : écrivez CHAMP=VALEUR.")
    return name.strip(), value.strip()

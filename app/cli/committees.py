"""flask committees …: import committees, list them, correct one, read its history."""

from __future__ import annotations

import json
from typing import BinaryIO

import click

from app import clock
from app.audit.services import history
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.indexing import committee_documents, get_backend
from app.committees import queries, services
from app.committees.importer import SUBJECT, import_records
from app.committees.own import FILE
from app.committees.sources import parse
from app.extensions import db
from app.imports.report import FileReport

cli = PortalGroup("committees", help="Les instances : importer, lister, corriger, relire.")
DAY = "AAAA-MM-JJ"


@cli.command("import")
@click.argument("files", metavar="[FICHIER…]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des instances (YAML ou CSV) ; sans fichier, celles du portail.

    Colonnes du CSV : type, territoire (obligatoires) ; identifiant, nom, sigle, niveau, nom_local,
    base_legale, a_verifier, debut, fin, successeur, anciens_noms, missions, colleges, apports,
    invites, pieces, themes, secretariat, frequence, note, source, source_adresse, verifie_le.
    Les listes se séparent par « | ».
    """

    def read(file: BinaryIO, report: FileReport) -> None:
        records = parse(file.read(), report.file)
        changed = import_records(db.session(), records, report, now=clock.now())
        if dry_run:
            db.session.rollback()
            return
        db.session.commit()
        if changed:
            get_backend().upsert(committee_documents())

    run_import(files or (str(FILE),), read, as_json=as_json)


@cli.command("list")
@click.option("--territory", default="", help="Le code d’un territoire : celles qui le couvrent.")
def list_committees(territory: str) -> None:
    """Liste les instances, avec leur période ; celles d’hier aussi, sauf pour un territoire."""
    today = clock.today()
    select = queries.of_territory(territory, today) if territory else queries.every_committee()
    found = list(db.session.scalars(select))
    for committee in found:
        start = f"{committee.valid_from:%d/%m/%Y}" if committee.valid_from else "?"
        end = f"{committee.valid_to:%d/%m/%Y}" if committee.valid_to else ""
        mark = "" if committee.is_confirmed else "  à vérifier"
        click.echo(f"{committee.slug:<32} {start:>10} → {end:<10}  {committee.name}{mark}")
    click.echo(f"{len(found)} instances")


@cli.command("edit")
@click.argument("slug", metavar="IDENTIFIANT")
@click.option("--author", required=True, help="Le service qui corrige ; jamais une personne.")
@click.option("--local-name", help="Le nom que le département lui donne.")
@click.option("--secretariat", help="La fonction qui tient le secrétariat.")
@click.option("--frequency", help="Le rythme des séances, en mots.")
@click.option("--note", help="Une réserve à afficher.")
@click.option("--legal-basis", help="La base légale.")
@click.option("--successor", help="L’identifiant de ce qui l’a remplacée.")
@click.option("--valid-from", metavar=DAY, help="Le premier jour ; vide pour inconnu.")
@click.option("--valid-to", metavar=DAY, help="Le dernier jour ; vide pour aucun.")
@click.option("--verified-on", metavar=DAY, help="Le jour de la vérification.")
@click.option("--to-verify", type=click.Choice(["oui", "non"]), help="Si la fiche est à vérifier.")
def edit(slug: str, author: str, **given: str | None) -> None:
    """Corrige une fiche ; les imports ne l’écrasent plus."""
    typed = {name: value for name, value in given.items() if value is not None}
    changes = services.edit_committee(db.session(), slug, typed, author=author, now=clock.now())
    db.session.commit()
    if changes:
        get_backend().upsert(committee_documents())
    for name, (before, after) in changes.items():
        click.echo(f"{name} : {say(before)} → {say(after)}")
    click.echo(f"{slug} : {len(changes)} champs corrigés")


@cli.command("history")
@click.argument("slug", metavar="IDENTIFIANT")
def show_history(slug: str) -> None:
    """Montre qui a changé quoi sur une fiche, et quand."""
    services.get_committee(db.session(), slug)
    found = list(db.session.scalars(history(SUBJECT, slug)))
    for revision in found:
        click.echo(f"{clock.to_paris(revision.at):%d/%m/%Y %H:%M}  {revision.author}")
        for name, (before, after) in revision.changes.items():
            click.echo(f"  {name} : {say(before)} → {say(after)}")
    click.echo(f"{len(found)} modifications")


def say(value: object) -> str:
    """A value on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""flask funding …: import schemes, correct them, list them, find them, try their links."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import BinaryIO

import click
from flask import current_app

from app import clock
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.indexing import get_backend
from app.extensions import db
from app.fetching.links import LinkProbe, check_all
from app.funding import links, services
from app.funding.directory import load_schemes, scheme_of
from app.funding.documents import document_of
from app.funding.importer import import_items
from app.funding.models import FundingScheme
from app.funding.own import FILE
from app.funding.sources.portal_csv import write_template
from app.funding.sources.reading import parse_file
from app.imports.report import FileReport
from app.search.backend import Document, DocumentKind
from config import Settings

cli = PortalGroup("funding", help="Les financements : importer, corriger, lister, vérifier.")


@cli.command("import")
@click.argument("files", metavar="[FICHIER…]", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(files: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Importe des dispositifs ; sans fichier, ceux du portail (content/schemes.yaml).

    Le format est reconnu : guide des aides de la Région Île-de-France (JSON), Aides-territoires
    (JSON), fichier du portail (YAML), ou CSV documenté : en-têtes en français, « ; » ou « , »,
    plusieurs valeurs d’une case séparées par « | », une ligne par appel. « flask funding template »
    en donne le modèle. Une fiche corrigée par l’équipe n’est jamais écrasée : la modification
    attend une décision, avec les différences (« flask proposals list »).
    """

    def read(file: BinaryIO, report: FileReport) -> None:
        changed = import_items(db.session(), parse_file(file), report, now=clock.now())
        if dry_run:
            db.session.rollback()
            return
        documents = documents_of(changed)
        db.session.commit()
        get_backend().upsert(documents)

    run_import(files or (str(FILE),), read, as_json=as_json)


def documents_of(rows: Iterable[FundingScheme]) -> list[Document]:
    """Sheets as the search holds them; made before the commit, while their calls are loaded."""
    today = clock.today()
    return [document_of(scheme_of(row).at(today)) for row in rows]


@cli.command("template")
def template() -> None:
    """Écrit le modèle du CSV, avec ce que contient chaque colonne."""
    click.echo(write_template(), nl=False)


@cli.command("list")
@click.option("--state", help="open, upcoming, permanent, uncertain, closed ou historical.")
@click.option("--broken", is_flag=True, help="Seulement ceux dont le lien est cassé.")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def list_schemes(state: str | None, broken: bool, as_json: bool) -> None:
    """Liste les dispositifs, leur état du jour et leur prochaine échéance."""
    lost = {row.slug: row.link_note for row in db.session.scalars(links.broken())}
    found = [
        scheme
        for scheme in load_schemes(db.session(), clock.today())
        if (not state or scheme.state.value == state) and (not broken or scheme.slug in lost)
    ]
    if as_json:
        rows = [
            {
                "slug": s.slug,
                "name": s.name,
                "funders": list(s.funders),
                "state": s.state.value,
                "deadline": s.next_date.isoformat() if s.next_date else None,
                "link": lost.get(s.slug, ""),
            }
            for s in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for s in found:
        last = f" – {s.next_date:%d/%m/%Y}" if s.next_date else ""
        note = f" – lien cassé ({lost[s.slug]})" if s.slug in lost else ""
        click.echo(f"{s.state.label:<21} {s.slug}{last}{note}")
    click.echo(f"{len(found)} dispositifs")


@cli.command("edit")
@click.argument("slug", metavar="IDENTIFIANT")
@click.option("--set", "pairs", multiple=True, required=True, metavar="CHAMP=VALEUR")
@click.option("--by", default="équipe du portail", show_default=True, help="Une fonction.")
def edit(slug: str, pairs: Sequence[str], by: str) -> None:
    """Corrige une fiche ; les champs sont les colonnes du CSV (« flask funding template »).

    Plus aucun import ne l’écrase : ce qu’il apporte attend une décision.
    """
    cells = dict(split_pair(pair) for pair in pairs)
    row = services.edit(db.session(), slug, cells, author=by, now=clock.now())
    address, documents = row.slug, documents_of([row])
    db.session.commit()
    if address != slug:
        get_backend().delete([(DocumentKind.SCHEME, slug)])
    get_backend().upsert(documents)
    click.echo(f"Fiche à jour : /financements/{address}")


def split_pair(pair: str) -> tuple[str, str]:
    """The field and its value; a usage error without « = »."""
    name, equals, value = pair.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"« {pair} » : écrivez CHAMP=VALEUR")
    return name.strip().lower(), value


@cli.command("check-links")
def check_links() -> None:
    """Essaie les liens des fiches ; ceux qui sont cassés sont signalés sur leur page."""
    click.echo(run_check_links())
    for row in db.session.scalars(links.broken()):
        click.echo(f"{row.slug} : {row.url} ({row.link_note})")


def run_check_links() -> str:
    """Try every link, keep what they answer, commit, and say how many are broken."""
    settings: Settings = current_app.config["SETTINGS"]
    address = settings.base_url
    probe = LinkProbe(user_agent=f"Maillage (+{address})" if address else "Maillage")
    try:
        count = links.check_links(db.session(), partial(check_all, probe), clock.now())
    finally:
        probe.close()
    db.session.commit()
    return count.summary

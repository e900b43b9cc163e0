"""flask search …: build the index again, ask it a question."""

from __future__ import annotations

import json
import time

import click

from app.cli.groups import PortalGroup
from app.cli.indexing import every_document, get_backend
from app.errors import PortalError
from app.search.backend import DocumentKind, SearchQuery

cli = PortalGroup("search", help="La recherche : reconstruire l’index, l’interroger.")


@cli.command("rebuild")
def rebuild() -> None:
    """Reconstruit l’index à partir de la base et des contenus."""
    start = time.perf_counter()
    backend = get_backend()
    backend.replace_all(every_document())
    spent = time.perf_counter() - start
    click.echo(f"{backend.count()} documents indexés en {spent:.1f} s")


@cli.command("query")
@click.argument("text")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), multiple=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def query(text: str, kind: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Cherche dans tout le portail."""
    kinds = frozenset(DocumentKind(word) for word in kind)
    try:
        results = get_backend().search(SearchQuery(text=text, kinds=kinds, per_page=limit))
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(results.to_dict(), ensure_ascii=False))
        return
    click.echo(f"{results.total} résultats pour « {text} »")
    if results.suggestion:
        click.echo(f"Vouliez-vous dire « {results.suggestion} » ?")
    for hit in results.hits:
        click.echo(f"{hit.kind.label:<18} {hit.title}  {hit.url}")

"""flask check: whether this installation is fit to serve, and what to do where it is not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from app import clock, sectors, territories
from app.blueprints.health import ASSETS, this_installation
from app.cli.content import GUIDES, find_problems
from app.operating.checks import CHECKS, Check, FaultError, Installation, check_schema
from app.operating.verdicts import Verdict, judge
from app.territories import TerritoryKind
from app.toolkit.guides import load_guides


def check_reference_data(_here: Installation) -> str:
    """Territories and sectors load."""
    communes = territories.list_territories(TerritoryKind.COMMUNE)
    return f"{len(communes)} communes, {len(sectors.sectors())} filières"


def check_content(here: Installation) -> str:
    """The contents are complete, linked and fresh; their links are followed in the portal."""
    check_schema(here)
    problems = list(find_problems(clock.today()))
    if problems:
        raise FaultError(
            f"{len(problems)} problèmes, le premier\u00a0: {problems[0]}",
            "« flask check content » les énumère\u00a0; corrigez les fichiers de content/.",
        )
    return "guides, étapes et dispositifs à jour"


ALL_CHECKS: tuple[Check, ...] = (
    *CHECKS,
    Check(key="territoires", label="Territoires et filières", run=check_reference_data),
    ASSETS,
    Check(key="contenus", label="Contenus", run=check_content),
)


@click.group("check", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
@click.pass_context
@with_appcontext
def check(context: click.Context, *, as_json: bool) -> None:
    """Vérifie les réglages, la base, l’index, les données et les contenus ; dit quoi faire."""
    if context.invoked_subcommand is None:
        verdicts = judge(ALL_CHECKS, this_installation())
        tell(verdicts, as_json=as_json)
        if not all(verdict.is_well for verdict in verdicts):
            sys.exit(1)


def tell(verdicts: list[Verdict], *, as_json: bool) -> None:
    """Say each verdict, a fault with its remedy."""
    if as_json:
        click.echo(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False))
        return
    for verdict in verdicts:
        click.echo(f"{'✓' if verdict.is_well else '✗'} {verdict.label} : {verdict.said}")
        if verdict.remedy:
            click.echo(f"  → {verdict.remedy}")


@check.command("content")
@with_appcontext
def content() -> None:
    """Énumère ce qui ne va pas dans les contenus.

    Liens rompus, en-têtes incomplets, pages vérifiées il y a plus de douze mois, chiffres sans
    source, sources que rien ne cite, renvois à ce qui n’existe pas.
    """
    problems = list(find_problems(clock.today()))
    for problem in problems:
        click.echo(problem)
    count = len(load_guides(GUIDES)) if not problems else 0
    click.echo(f"{len(problems)} problèmes" if problems else f"{count} guides : aucun problème")
    if problems:
        sys.exit(1)

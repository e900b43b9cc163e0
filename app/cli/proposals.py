"""flask proposals …: what visitors and imports propose, to be accepted or refused."""

from __future__ import annotations

import json

import click

from app import clock
from app.cli.funding import index_sheet
from app.cli.groups import PortalGroup
from app.extensions import db
from app.moderation.services import accept, refuse
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind

cli = PortalGroup("proposals", help="Les propositions à décider : lister, lire, accepter, refuser.")


@cli.command("list")
def list_waiting() -> None:
    """Liste ce qui attend une décision, le plus ancien d’abord."""
    found = list(db.session.scalars(services.waiting()))
    for item in found:
        day = f"{clock.to_paris(item.created_at):%d/%m/%Y}"
        click.echo(f"{item.id:>6}  {day}  {ProposalKind(item.kind).label} – {item.title}")
    click.echo(f"{len(found)} propositions à décider")


@cli.command("show")
@click.argument("number", metavar="NUMÉRO", type=int)
def show(number: int) -> None:
    """Montre une proposition ; pour un import, chaque champ avant et après."""
    item = services.get_waiting(db.session(), number)
    click.echo(f"{ProposalKind(item.kind).label} – {item.title}")
    if item.origin:
        click.echo(f"Fichier : {item.origin}")
    if item.contact:
        click.echo(f"Réponse à {item.contact}")
    for line in describe(item):
        click.echo(line)


def describe(item: Proposal) -> list[str]:
    """The lines of a proposal; a change is shown with both values."""
    changes = item.payload.get("changes")
    if not isinstance(changes, dict):
        return [f"  {name} : {say(value)}" for name, value in item.payload.items()]
    lines = []
    for name, (before, after) in changes.items():
        lines += [f"  {name}", f"    - {say(before)}", f"    + {say(after)}"]
    return lines


def say(value: object) -> str:
    """A value on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@cli.command("accept")
@click.argument("number", metavar="NUMÉRO", type=int)
def accept_one(number: int) -> None:
    """Accepte une proposition : la fiche est créée ou modifiée."""
    path = accept(db.session(), number, clock.now())
    db.session.commit()
    index_sheet(path)
    click.echo(f"Proposition {number} acceptée : {path}")


@cli.command("refuse")
@click.argument("number", metavar="NUMÉRO", type=int)
@click.option("--why", required=True, help="La raison du refus, gardée un an.")
def refuse_one(number: int, why: str) -> None:
    """Refuse une proposition, et garde la raison."""
    refuse(db.session(), number, why, clock.now())
    db.session.commit()
    click.echo(f"Proposition {number} refusée")

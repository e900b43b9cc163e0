"""flask proposals …: what visitors and imports propose, to be accepted or refused."""

from __future__ import annotations

import click

from app import clock
from app.blueprints.search_sheets import index_path
from app.cli.groups import PortalGroup
from app.clock import NBSP
from app.extensions import db
from app.moderation import wording
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
    lines = []
    for line in wording.lines(item):
        if line.before is None:
            lines.append(f"  {line.label}{NBSP}: {line.after}")
        else:
            lines += [f"  {line.label}", f"    - {line.before}", f"    + {line.after}"]
    return lines


@cli.command("accept")
@click.argument("number", metavar="NUMÉRO", type=int)
def accept_one(number: int) -> None:
    """Accepte une proposition : la fiche est créée ou modifiée."""
    now = clock.now()
    path = accept(db.session(), number, now)
    db.session.commit()
    index_path(path, now)
    click.echo(f"Proposition {number} acceptée : {path}")


@cli.command("refuse")
@click.argument("number", metavar="NUMÉRO", type=int)
@click.option("--why", required=True, help="La raison du refus, gardée un an.")
def refuse_one(number: int, why: str) -> None:
    """Refuse une proposition, et garde la raison."""
    refuse(db.session(), number, why, clock.now())
    db.session.commit()
    click.echo(f"Proposition {number} refusée")

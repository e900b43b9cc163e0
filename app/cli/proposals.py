"""flask proposals …: what visitors and imports propose, to be accepted or refused."""

from __future__ import annotations

import json

import click

from app import clock
from app.cli.groups import PortalGroup
from app.cli.indexing import index_path
from app.clock import NBSP
from app.extensions import db
from app.funding import values as scheme_values
from app.moderation import sector_interest
from app.moderation.services import accept, refuse
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind
from app.toolkit import actor_check

cli = PortalGroup("proposals", help="Les propositions à décider : lister, lire, accepter, refuser.")
LABELS = {
    ProposalKind.ACTOR: actor_check.LABELS,
    ProposalKind.ACTOR_CHANGE: actor_check.LABELS,
    ProposalKind.SCHEME_CHANGE: scheme_values.LABELS,
    ProposalKind.SECTOR_INTEREST: sector_interest.LABELS,
}
"""The French names of the fields; events and premises are kept under theirs."""


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
    labels = LABELS.get(ProposalKind(item.kind), {})
    changes = item.payload.get("changes")
    if not isinstance(changes, dict):
        return [f"  {labels.get(name, name)}{NBSP}: {say(v)}" for name, v in item.payload.items()]
    lines = []
    for name, (before, after) in changes.items():
        lines += [f"  {labels.get(name, name)}", f"    - {say(before)}", f"    + {say(after)}"]
    return lines


def say(value: object) -> str:
    """A value on one line."""
    if value is None or value == "":
        return "rien"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


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

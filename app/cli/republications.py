"""flask tenders republications …: consultations that may be one, for a person to decide."""

from __future__ import annotations

import json

import click

from app import clock
from app.blueprints.search_sheets import index_pending
from app.cli.groups import PortalGroup
from app.errors import PortalError
from app.extensions import db
from app.tenders import republication
from app.tenders.models import Republication
from app.tenders.services import settle_again

cli = PortalGroup(
    "republications", help="Les consultations qui n’en font peut-être qu’une : lister, décider."
)


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Un document JSON.")
def list_waiting(as_json: bool) -> None:
    """Liste les paires que personne n’a encore jugées, la plus récente d’abord."""
    pairs = list(db.session.scalars(republication.waiting()))
    if as_json:
        click.echo(json.dumps([describe(pair) for pair in pairs], ensure_ascii=False))
        return
    for pair in pairs:
        click.echo(f"{pair.id:>6}  {pair.earlier} → {pair.later} : {pair.reason}")
    click.echo(f"{len(pairs)} paires à juger")


def describe(pair: Republication) -> dict[str, object]:
    """A pair as JSON."""
    return {
        "id": pair.id,
        "earlier": pair.earlier,
        "later": pair.later,
        "reason": pair.reason,
        "proposed_at": pair.proposed_at.isoformat(),
    }


@cli.command("accept")
@click.argument("number", metavar="NUMÉRO", type=int)
def accept(number: int) -> None:
    """Réunit les deux consultations d’une paire en une seule."""
    decide(number, accepted=True)


@cli.command("refuse")
@click.argument("number", metavar="NUMÉRO", type=int)
def refuse(number: int) -> None:
    """Laisse les deux consultations séparées ; la paire ne sera plus proposée."""
    decide(number, accepted=False)


def decide(number: int, *, accepted: bool) -> None:
    """Write the decision, join where it is yes, and have the search know."""
    now = clock.now()
    try:
        pair = republication.write_decision(db.session(), number, accepted=accepted, now=now)
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    if accepted:
        (joined,) = settle_again(db.session(), [pair.earlier, pair.later], now=now)
        done = f"réunies sous le numéro {joined.reference}"
    else:
        done = "laissées séparées"
    db.session.commit()
    index_pending(now)
    click.echo(f"{pair.earlier} et {pair.later} : {done}")

"""flask reports …: what readers found wrong on the pages."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.errors import PortalError
from app.extensions import db
from app.feedback import services

cli = PortalGroup("reports", help="Les erreurs signalées sur les pages : lister, clore.")


@cli.command("list")
def list_waiting() -> None:
    """Liste les signalements à traiter, le plus ancien d’abord."""
    found = list(db.session.scalars(services.waiting()))
    for item in found:
        contact = f" – réponse à {item.contact}" if item.contact else ""
        click.echo(
            f"{item.id:>6}  {clock.to_paris(item.created_at):%d/%m/%Y}  {item.path}{contact}"
        )
        click.echo(f"        {item.message}")
    click.echo(f"{len(found)} signalements à traiter")


@cli.command("close")
@click.argument("number", metavar="NUMÉRO", type=int)
def close(number: int) -> None:
    """Clôt un signalement traité ; l’adresse laissée pour la réponse est effacée."""
    try:
        found = services.handle(db.session(), number, clock.now())
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"Signalement {found.id} clos")

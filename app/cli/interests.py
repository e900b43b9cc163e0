"""flask interests …: who wants to enter which sector."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.extensions import db
from app.siae import interests

cli = PortalGroup("interests", help="Les structures qui veulent se lancer dans une filière.")


def purge_interests() -> str:
    """Take out those whose time is over; commits, and says how many."""
    count = interests.purge(db.session(), clock.today())
    db.session.commit()
    return f"{count} inscriptions retirées" if count > 1 else f"{count} inscription retirée"


@cli.command("list")
def list_all() -> None:
    """Liste tous les inscrits, filière par filière, avec la fin de chaque inscription."""
    found = list(db.session.scalars(interests.everybody()))
    for item in found:
        shown = "nommé" if item.is_named else "compté"
        click.echo(
            f"{item.id:>6}  {item.sector}  {item.name}  {item.territory or '-'}  {shown}  "
            f"jusqu’au {item.leaves_on:%d/%m/%Y}"
        )
    click.echo(f"{len(found)} inscriptions")


@cli.command("remove")
@click.argument("number", metavar="NUMÉRO", type=int)
def remove(number: int) -> None:
    """Retire un inscrit de son groupe, par son numéro."""
    name = interests.remove(db.session(), number)
    db.session.commit()
    click.echo(f"{name} est retiré du groupe")


@cli.command("purge")
def purge() -> None:
    """Retire ceux dont les douze mois sont passés."""
    click.echo(purge_interests())

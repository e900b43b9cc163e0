"""flask premises …: renew or close an announcement of premises."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.extensions import db
from app.premises import services

cli = PortalGroup("premises", help="Les annonces de locaux : renouveler, clore.")


@cli.command("renew")
@click.argument("slug", metavar="ADRESSE")
def renew(slug: str) -> None:
    """Garde l’annonce de cette adresse (la fin de /locaux/…) 90 jours de plus."""
    found = services.renew(db.session(), slug, clock.now())
    day = clock.to_paris(found.expires_at)
    db.session.commit()
    click.echo(f"Annonce gardée jusqu’au {day:%d/%m/%Y} : /locaux/{slug}")


@cli.command("close")
@click.argument("slug", metavar="ADRESSE")
def close(slug: str) -> None:
    """Clôt l’annonce de cette adresse : elle quitte la liste et la carte."""
    services.close(db.session(), slug, clock.now())
    db.session.commit()
    click.echo(f"Annonce close : /locaux/{slug}")

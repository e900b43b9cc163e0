"""flask accounts …: the people of the portal team."""

from __future__ import annotations

import click

from app import clock
from app.accounts import team
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.extensions import db
from app.mail import outbox

cli = PortalGroup("accounts", help="Les comptes de l’équipe du portail.")


@cli.command("create-admin")
@click.argument("email", metavar="ADRESSE")
def create_admin(email: str) -> None:
    """Donne l’administration à une adresse, avec un compte si besoin, et un lien pour y entrer."""
    now = clock.now()
    person, secret = team.create_admin(db.session(), email, now)
    link = f"{letter_url()}/mot-de-passe/{secret}"
    outbox.queue(db.session(), "team-role", person.email, {"link": link}, now)
    db.session.commit()
    click.echo("Choisissez un mot de passe à cette adresse, valable 24 heures\u00a0:", err=True)
    click.echo(link)

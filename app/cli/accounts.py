"""flask accounts …: the people of the portal, those of its team first."""

from __future__ import annotations

import click

from app import clock
from app.accounts import registration, services, sessions, team, throttling, tokens
from app.accounts.models import Person
from app.accounts.queries import everybody
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.extensions import db
from app.mail import outbox

cli = PortalGroup("accounts", help="Les comptes des personnes, et l’équipe du portail.")


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


@cli.command("list")
def list_all() -> None:
    """Liste les comptes\u00a0: l’équipe d’abord, puis par adresse."""
    found = list(db.session.scalars(everybody()))
    for person in found:
        click.echo(f"{person.email}  {describe(person)}")
    click.echo(f"{len(found)} comptes", err=True)


def describe(person: Person) -> str:
    """The role and the state of an account, in words."""
    words = [
        person.portal_role.label if person.portal_role else "-",
        "confirmé" if person.confirmed_at else "à confirmer",
        "double authentification" if person.has_totp else "mot de passe seul",
        "bloqué" if person.blocked_at else "",
    ]
    return "  ".join(word for word in words if word)


@cli.command("block")
@click.argument("email", metavar="ADRESSE")
def block(email: str) -> None:
    """Déconnecte une personne partout et l’empêche de revenir."""
    services.block(db.session(), services.find(db.session(), email), clock.now())
    db.session.commit()
    click.echo(f"{email} est bloqué")


@cli.command("unblock")
@click.argument("email", metavar="ADRESSE")
def unblock(email: str) -> None:
    """Laisse revenir une personne bloquée."""
    services.unblock(services.find(db.session(), email))
    db.session.commit()
    click.echo(f"{email} peut se connecter")


@cli.command("reset-totp")
@click.argument("email", metavar="ADRESSE")
def reset_totp(email: str) -> None:
    """Retire la double authentification de qui a tout perdu\u00a0; vérifiez d’abord qui demande."""
    services.reset_totp(db.session(), services.find(db.session(), email), clock.now())
    db.session.commit()
    click.echo(f"{email} se connecte avec son mot de passe seul")


def purge_accounts() -> str:
    """Erase what is over: accounts never confirmed, sessions, secrets, tries; commits."""
    session, now = db.session(), clock.now()
    accounts = registration.purge(session, now)
    others = sessions.purge(session, now) + tokens.purge(session, now)
    others += throttling.purge(session, now)
    session.commit()
    said = "comptes jamais confirmés effacés" if accounts > 1 else "compte jamais confirmé effacé"
    return f"{accounts} {said}, {others} connexions, liens et essais passés"


@cli.command("purge")
def purge() -> None:
    """Efface les comptes jamais confirmés depuis sept jours, et ce qui a expiré."""
    click.echo(purge_accounts())

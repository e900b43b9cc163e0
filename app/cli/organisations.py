"""flask organisations …: those that have a team, who is in it, which are networks."""

from __future__ import annotations

import click
import sqlalchemy as sa

from app import clock
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.errors import NotFoundError
from app.extensions import db
from app.imports.siret import clean_siret
from app.organisations import creating, members, networks, purging
from app.organisations.members import Membership
from app.organisations.membership import NO_ORGANISATION
from app.organisations.models import Organisation
from app.organisations.steps import Act

cli = PortalGroup("organisations", help="Les organisations : équipes et réseaux.")


def find(word: str) -> Organisation:
    """The organisation of that number, or of that SIRET; NotFoundError otherwise."""
    siret = clean_siret(word)
    if siret:
        found = creating.find_by_siret(db.session(), siret)
    else:
        found = db.session.get(Organisation, int(word)) if word.isdecimal() else None
    if found is None:
        raise NotFoundError(NO_ORGANISATION)
    return found


@cli.command("list")
def list_teams() -> None:
    """Liste les organisations qui ont une équipe, avec le nombre de membres."""
    select = (
        sa.select(Organisation, sa.func.count(Membership.id))
        .join(Membership, Membership.organisation_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(Organisation.name, Organisation.id)
    )
    rows = db.session.execute(select).all()
    for organisation, count in rows:
        siret = organisation.siret or (
            f"{organisation.claimed_siret} (à vérifier)" if organisation.claimed_siret else "–"
        )
        network = "  réseau" if organisation.is_network else ""
        click.echo(f"{organisation.id:>6}  {siret}  {organisation.name} – {count}{network}")
    click.echo(f"{len(rows)} organisations avec une équipe")


@cli.command("members")
@click.argument("word", metavar="NUMÉRO|SIRET")
def list_members(word: str) -> None:
    """Liste les membres d’une organisation, leur rôle et leur preuve."""
    organisation = find(word)
    found = list(db.session.scalars(members.of_organisation(organisation.id)))
    for member in found:
        day = f"{clock.to_paris(member.joined_at):%d/%m/%Y}"
        click.echo(f"{member.person.email}  {member.member_role.label}  {day}  {member.proof}")
    click.echo(f"{organisation.name} : {len(found)} membres")


@cli.command("network")
@click.argument("word", metavar="NUMÉRO|SIRET")
@click.option("--off", is_flag=True, help="L’organisation n’est plus un réseau.")
def set_network(word: str, *, off: bool) -> None:
    """Reconnaît une organisation comme réseau, ou ne la reconnaît plus."""
    act = Act(by=None, now=clock.now(), site=letter_url(), is_team=True)
    organisation = networks.set_network(db.session(), find(word).id, act, is_network=not off)
    db.session.commit()
    said = "est un réseau" if organisation.is_network else "n’est pas un réseau"
    click.echo(f"{organisation.name} {said}")


def purge_teams() -> str:
    """Erase what joining left and serves no more; commits."""
    erased = purging.purge(db.session(), clock.now())
    db.session.commit()
    return f"{erased} codes, demandes et invitations effacés"

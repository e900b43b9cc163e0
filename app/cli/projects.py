"""flask projects …: the dossiers behind private links, and what is near those with an owner."""

from __future__ import annotations

import click

from app import clock
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.dossiers.models import Dossier
from app.dossiers.proximity import letters, search
from app.extensions import db
from app.feedback.services import purge as purge_reports
from app.projects import services
from app.proposals.services import purge as purge_proposals

cli = PortalGroup("projects", help="Les projets : ceux d’un lien privé, ce qui est proche.")


def purge_projects() -> str:
    """Erase the projects, reports and proposals whose time is over; commits, and says how many."""
    count = services.purge(db.session(), clock.now())
    purge_reports(db.session(), clock.now())
    purge_proposals(db.session(), clock.now())
    db.session.commit()
    return f"{count} projets effacés" if count > 1 else f"{count} projet effacé"


def look_for_proximities() -> str:
    """Bring the signals of every project up to date, then write to who was not told.

    Commits after each project; run again, it changes nothing.
    """
    session, now = db.session(), clock.now()
    begun = 0
    for number in session.scalars(search.numbers(now)).all():
        dossier = session.scalars(search.live(now).where(Dossier.id == number)).one_or_none()
        begun += search.refresh(session, dossier, now) if dossier is not None else 0
        session.commit()
    told = letters.tell_holders(session, now, letter_url())
    told += letters.tell_team(session, now, letter_url())
    session.commit()
    return f"Proximités nouvelles : {begun} ; courriers : {told}"


@cli.command("proximity")
def proximity() -> None:
    """Cherche ce qui est proche de chaque projet, et prévient les porteurs une fois par jour."""
    click.echo(look_for_proximities())


@cli.command("purge")
def purge() -> None:
    """Efface les projets que personne n’a modifiés depuis douze mois."""
    click.echo(purge_projects())

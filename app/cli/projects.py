"""flask projects …: the dossiers behind private links."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.extensions import db
from app.feedback.services import purge as purge_reports
from app.projects import services
from app.proposals.services import purge as purge_proposals

cli = PortalGroup("projects", help="Les projets gardés derrière un lien privé.")


def purge_projects() -> str:
    """Erase the projects, reports and proposals whose time is over; commits, and says how many."""
    count = services.purge(db.session(), clock.now())
    purge_reports(db.session(), clock.now())
    purge_proposals(db.session(), clock.now())
    db.session.commit()
    return f"{count} projets effacés" if count > 1 else f"{count} projet effacé"


@cli.command("purge")
def purge() -> None:
    """Efface les projets que personne n’a modifiés depuis douze mois."""
    click.echo(purge_projects())

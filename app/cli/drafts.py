"""flask drafts …: the drafts of requests for a partnership."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.extensions import db
from app.partnerships import asking

cli = PortalGroup("drafts", help="Les demandes de mise en relation que personne n’a envoyées.")


def purge_drafts() -> str:
    """Erase the drafts and the unconfirmed requests whose time is over; commits, says how many."""
    count = asking.purge(db.session(), clock.now())
    db.session.commit()
    return f"{count} brouillons effacés" if count > 1 else f"{count} brouillon effacé"


@cli.command("purge")
def purge() -> None:
    """Efface les brouillons de trente jours et les demandes non confirmées en sept jours."""
    click.echo(purge_drafts())

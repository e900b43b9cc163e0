"""flask showcase …: what structures show, and the messages relayed to them."""

from __future__ import annotations

import click

from app import clock
from app.blueprints.photo_files import photo_store
from app.cli.groups import PortalGroup
from app.cli.kept_files import say_erased
from app.extensions import db
from app.siae import contact_limits, contacts, photos

cli = PortalGroup("showcase", help="Les photos des structures et les messages qu’on leur écrit.")


def purge_contacts() -> str:
    """Erase the messages whose time is over; commits, and says how many."""
    now = clock.now()
    count = contacts.purge(db.session(), now)
    contact_limits.forget_tries(db.session(), now)
    db.session.commit()
    return f"{count} messages effacés" if count > 1 else f"{count} message effacé"


def drop_photo_files() -> str:
    """Delete the files that no photo shows, and say how many."""
    return say_erased(photos.drop_orphans(db.session(), photo_store(), clock.now()))


@cli.command("purge-messages")
def purge_messages() -> None:
    """Efface les messages relayés depuis douze mois, ou jamais confirmés depuis sept jours."""
    click.echo(purge_contacts())


@cli.command("purge-photos")
def purge_photos() -> None:
    """Efface les fichiers qu’aucune photo ne montre plus."""
    click.echo(drop_photo_files())

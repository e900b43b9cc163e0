"""flask pursuits …: the letters and the files of the consultations that organisations follow."""

from __future__ import annotations

import click

from app import clock
from app.blueprints.pursuits_calendar import whole_address
from app.blueprints.pursuits_files import store
from app.cli.groups import PortalGroup
from app.cli.kept_files import drop_files, say_erased
from app.extensions import db
from app.pursuits import files, reminding

cli = PortalGroup("pursuits", help="Les marchés que les organisations suivent.")


def send_reminders() -> str:
    """Queue the letters that are due; commits, and says how many."""
    sent = reminding.send_reminders(db.session(), clock.now(), whole_address)
    db.session.commit()
    return f"{sent} rappels à envoyer" if sent > 1 else f"{sent} rappel à envoyer"


def purge_files() -> str:
    """Delete the files that nothing holds any more, and say how many."""
    return say_erased(drop_files(store(), files.list_orphans))


@cli.command("send-reminders")
def send() -> None:
    """Prépare les courriels de rappel dus aujourd’hui ; aucun ne part deux fois."""
    click.echo(send_reminders())


@cli.command("purge-files")
def purge() -> None:
    """Efface les fichiers des marchés qui ne sont plus suivis."""
    click.echo(purge_files())

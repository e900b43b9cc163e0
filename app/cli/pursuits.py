"""flask pursuits …: the letters and the files of the consultations that organisations follow."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
from flask import current_app

from app import clock
from app.blueprints.pursuits_calendar import whole_address
from app.blueprints.pursuits_files import FOLDER
from app.cli.groups import PortalGroup
from app.extensions import db
from app.files.store import FileStore
from app.pursuits import files, reminding

cli = PortalGroup("pursuits", help="Les marchés que les organisations suivent.")
SETTLED = timedelta(days=1)  # a file just written may wait for its row


def send_reminders() -> str:
    """Queue the letters that are due; commits, and says how many."""
    sent = reminding.send_reminders(db.session(), clock.now(), whole_address)
    db.session.commit()
    return f"{sent} rappels à envoyer" if sent > 1 else f"{sent} rappel à envoyer"


def purge_files() -> str:
    """Delete the files that nothing holds any more, and say how many."""
    store = FileStore(Path(current_app.instance_path) / FOLDER)
    before = clock.now() - SETTLED
    orphans = files.list_orphans(db.session(), store, before)
    for key in orphans:
        store.delete(key)
    store.drop_unfinished(before)
    count = len(orphans)
    return f"{count} fichiers effacés" if count > 1 else f"{count} fichier effacé"


@cli.command("send-reminders")
def send() -> None:
    """Prépare les courriels de rappel dus aujourd’hui ; aucun ne part deux fois."""
    click.echo(send_reminders())


@cli.command("purge-files")
def purge() -> None:
    """Efface les fichiers des marchés qui ne sont plus suivis."""
    click.echo(purge_files())

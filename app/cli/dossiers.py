"""flask dossiers …: the end of projects that have an owner, announced, and what they leave."""

from __future__ import annotations

import click

from app import clock
from app.blueprints.dossier_contents import store
from app.blueprints.dossier_page import path_of
from app.blueprints.urls import letter_url
from app.cli.groups import PortalGroup
from app.cli.kept_files import drop_files, say_erased
from app.dossiers import ending, files, sharing
from app.dossiers.models import Dossier
from app.extensions import db

cli = PortalGroup("dossiers", help="Les projets qui ont un propriétaire.")


def whole_address(dossier: Dossier) -> str:
    """The page of a project, for what is read elsewhere."""
    return f"{letter_url()}{path_of(dossier)}"


def warn_of_ends() -> str:
    """Queue the letters about the projects that end soon; commits, and says how many."""
    sent = ending.warn(db.session(), clock.now(), whole_address)
    db.session.commit()
    return f"{sent} courriels à envoyer" if sent > 1 else f"{sent} courriel à envoyer"


def purge_dossiers() -> str:
    """Forget the links that ended long ago, delete the files that no project holds; commits."""
    sharing.purge(db.session(), clock.now())
    db.session.commit()
    return say_erased(drop_files(store(), files.list_orphans))


@cli.command("warn")
def warn() -> None:
    """Prépare les courriels des projets qui finissent bientôt ; aucun ne part deux fois."""
    click.echo(warn_of_ends())


@cli.command("purge")
def purge() -> None:
    """Efface les fichiers que plus aucun projet ne tient, et les liens finis depuis un mois."""
    click.echo(purge_dossiers())

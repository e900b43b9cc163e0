"""flask demo …: load the fictional demonstration data, remove it and only it."""

from __future__ import annotations

import click

from app import clock
from app.cli.groups import PortalGroup
from app.cli.indexing import every_document, get_backend
from app.demo.services import clear_demo, load_demo
from app.extensions import db

cli = PortalGroup("demo", help="Les données de démonstration, fictives et marquées comme telles.")


@cli.command("load")
def load() -> None:
    """Charge les données de démonstration, datées par rapport à aujourd’hui."""
    loaded = load_demo(db.session(), clock.now())
    db.session.commit()
    get_backend().replace_all(every_document())
    click.echo(
        f"{loaded.structures} structures et {loaded.consultations} consultations fictives, "
        f"{loaded.events} événements, {loaded.premises} annonces de locaux"
    )


@cli.command("clear")
def clear() -> None:
    """Retire les données de démonstration, et rien d’autre."""
    removed = clear_demo(db.session())
    db.session.commit()
    get_backend().replace_all(every_document())
    click.echo(
        f"{removed.structures} structures et {removed.consultations} consultations retirées, "
        f"{removed.events} événements, {removed.premises} annonces de locaux"
    )

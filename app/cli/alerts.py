"""flask alerts …: the digests of those who follow searches."""

from __future__ import annotations

import click

from app import clock
from app.alerts import ledger, retention, sending
from app.blueprints.alerts import links
from app.blueprints.watchable.registry import WATCHES
from app.cli.groups import PortalGroup
from app.extensions import db

cli = PortalGroup("alerts", help="Les alertes de ceux qui suivent une recherche.")


def send_alerts(*, is_dry: bool = False) -> str:
    """Send the digests that are due; commits after each, and says how many.

    A dry run writes nothing.
    """
    session, now = db.session(), clock.now()
    moved = ledger.observe_all(session, WATCHES, now)
    due = sending.prepare(session, WATCHES, now)
    news = sum(len(digest.lines) for digest in due.digests)
    if is_dry:
        session.rollback()
        return f"À envoyer : {len(due.digests)} ; nouveautés : {news} ; rien n’est envoyé"
    session.commit()
    sent = 0
    for digest in due.digests:
        if sending.send(session, digest, links()):
            session.commit()
            sent += 1
        else:
            session.rollback()
    sending.move(session, due.silent, now)
    session.commit()
    return f"Alertes envoyées : {sent} sur {len(due.digests)} ; changements des listes : {moved}"


def keep_alerts() -> str:
    """Erase, ask and pause what the law of alerts says; commits."""
    done = retention.keep_up(db.session(), links(), clock.now())
    db.session.commit()
    return (
        f"Alertes non confirmées effacées : {done.erased} ; adresses interrogées : {done.asked} ; "
        f"alertes suspendues : {done.paused}"
    )


@cli.command("send")
@click.option("--dry-run", "is_dry", is_flag=True, help="Compte sans rien envoyer.")
def send(is_dry: bool) -> None:
    """Envoie les alertes dont c’est l’heure."""
    click.echo(send_alerts(is_dry=is_dry))


@cli.command("purge")
def purge() -> None:
    """Efface les alertes non confirmées, relance les adresses d’il y a un an."""
    click.echo(keep_alerts())

"""flask mail …: the letters of the outbox, and their sending."""

from __future__ import annotations

import click
from flask import current_app

from app import clock
from app.cli.groups import PortalGroup
from app.errors import PortalError
from app.extensions import db
from app.mail import desk, outbox, pauses, sending, smtp, texts
from app.mail.desk import LetterCriteria
from app.mail.message import read_sender
from app.mail.models import LetterState
from config import Settings

cli = PortalGroup("mail", help="Les courriers : lister, envoyer, relire les textes.")
STATES = click.Choice([state.value for state in LetterState])
LISTED = 100


def send_letters() -> str:
    """Send what is due, and say how it went; commits. PortalError where the server stopped it.

    The server is reached before a letter is claimed: while it is away, no letter uses up its tries.
    """
    settings: Settings = current_app.config["SETTINGS"]
    session, now = db.session(), clock.now()
    sending.recover(session, now)
    waiting = len(session.scalars(sending.due(now)).all())
    if not settings.smtp_url:
        return f"Aucun serveur de courrier\u00a0: {waiting} en attente à /admin/courriers"
    if not waiting:
        return "Aucun courrier à envoyer"
    server, sender = smtp.Server.of(settings.smtp_url), read_sender(settings.mail_from)
    session.commit()
    with smtp.connect(server) as post:
        done = sending.Worker(session, post, sender, clock.now).run()
    if done.stopped:
        raise PortalError(f"{done.summary}\u00a0; arrêté\u00a0: {done.stopped}")
    return done.summary


def purge_letters() -> str:
    """Erase the letters whose time is over; commits, and says how many."""
    count = desk.purge(db.session(), clock.now())
    db.session.commit()
    return f"{count} courriers effacés" if count > 1 else f"{count} courrier effacé"


@cli.command("list")
@click.option("--state", type=STATES, help="Seulement ceux de cet état.")
def list_letters(state: str | None) -> None:
    """Liste les courriers, les derniers d’abord, cent au plus ; jamais leur texte."""
    criteria = LetterCriteria(state=LetterState(state) if state else None)
    for letter in db.session.scalars(desk.letters(criteria).limit(LISTED)):
        day = f"{clock.to_paris(letter.created_at):%d/%m/%Y %H:%M}"
        error = f"  {letter.error}" if letter.error else ""
        click.echo(
            f"{letter.id:>6}  {day}  {letter.state:<9}  {letter.recipient}  {letter.subject}{error}"
        )
    total = db.session.scalars(desk.count(criteria)).one()
    click.echo(f"{total} courrier{'s' if total > 1 else ''}")


@cli.command("send")
def send() -> None:
    """Envoie une fois ce qui attend, comme la tâche de chaque minute."""
    click.echo(send_letters())


@cli.command("test")
@click.argument("address", metavar="ADRESSE")
def test(address: str) -> None:
    """Laisse un courrier d’essai pour cette adresse ; il part avec les autres."""
    now = clock.now()
    outbox.queue(db.session(), "essai", address, {"moment": clock.say_moment(now)}, now)
    db.session.commit()
    click.echo("Courrier d’essai en attente")


@cli.command("preview")
@click.argument("key", metavar="TEXTE", required=False)
def preview(key: str | None) -> None:
    """Montre un texte avec ses exemples ; sans nom, la liste des textes."""
    if key is None:
        click.echo("\n".join(texts.text_keys()))
        return
    written = texts.read_text(key).preview()
    click.echo(f"Objet : {written.subject}\n\n{written.text}")


@cli.command("pause")
@click.argument("address", metavar="ADRESSE")
@click.option("--why", required=True, help="La raison, gardée avec l’empreinte de l’adresse.")
def pause(address: str, why: str) -> None:
    """Met une adresse en pause : un avis de non-remise est arrivé."""
    pauses.pause(db.session(), address, why, clock.now())
    db.session.commit()
    click.echo("Adresse en pause")


@cli.command("resume")
@click.argument("address", metavar="ADRESSE")
def resume(address: str) -> None:
    """Reprend l’envoi à une adresse en pause."""
    ended = pauses.resume(db.session(), address)
    db.session.commit()
    if not ended:
        raise click.ClickException("Cette adresse n’est pas en pause.")
    click.echo("L’envoi reprend")

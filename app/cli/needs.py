"""flask needs …: what time does to the requests for a partnership; each act commits by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import click

from app import clock
from app.blueprints.match_doors import store
from app.blueprints.need_links import links
from app.cli.groups import PortalGroup
from app.cli.kept_files import drop_files
from app.errors import PortalError
from app.extensions import db
from app.partnerships import closing, reminding, retention, surveying, telling, waves
from app.partnerships.holidays import is_working_day
from app.partnerships.models import Need

cli = PortalGroup("needs", help="Les demandes de mise en relation.")
logger = logging.getLogger(__name__)


def each(numbers: Iterable[int], act: Callable[[int], int]) -> int:
    """Do an act on each, in a transaction of its own; what it gives, added up.

    One that is refused – somebody acted meanwhile – leaves the others.
    """
    total = 0
    for number in numbers:
        try:
            total += act(number)
            db.session.commit()
        except PortalError as error:
            db.session.rollback()
            logger.warning("%s: %s", number, error)
    return total


def send_waves() -> str:
    """Send the waves that are due, then tell askers of answers that waited; commits."""
    session, now, own = db.session(), clock.now(), links()
    gone = list(session.scalars(closing.orphaned()))
    closed = each(gone, lambda number: closing.close_orphaned(session, number, own, now))
    due = list(session.scalars(waves.due(now)))
    asked = each(due, lambda number: waves.send_due_wave(session, number, own, now))
    untold = list(session.scalars(telling.untold(now)))

    def tell(number: int) -> bool:
        return telling.tell_asker(session, session.get_one(Need, number), own, now)

    told = each(untold, tell)
    return (
        f"Structures sollicitées : {asked} ; demandeurs informés : {told} ; "
        f"échanges fermés, structure partie : {closed}"
    )


def send_reminders() -> str:
    """Recall those who have not answered, and ask what became of agreements; commits.

    On working days only: the others, nobody is there to answer.
    """
    session, now = db.session(), clock.now()
    if not is_working_day(clock.to_paris(now).date()):
        return "Aucun rappel : ce n’est pas un jour ouvré"
    recalled = reminding.send_reminders(session, links(), now)
    session.commit()
    asked = surveying.send_surveys(session, links(), now)
    session.commit()
    return f"Rappels à envoyer : {recalled} ; questions de suivi : {asked}"


def close_needs() -> str:
    """Close the requests whose time is over; commits after each."""
    session, now = db.session(), clock.now()
    due = list(session.scalars(closing.due(now)))
    closed = each(due, lambda number: closing.close_due(session, number, links(), now))
    return f"Demandes fermées : {closed}"


def forget_needs() -> str:
    """Erase threads, then who asked, when their time is over; then files that nothing holds."""
    session, now = db.session(), clock.now()
    keys = retention.erase_threads(session, now)
    forgotten = retention.anonymise(session, now)
    session.commit()
    erased = drop_files(store(), retention.list_orphans, keys)
    return f"Demandes anonymisées : {forgotten} ; fichiers effacés : {erased}"


@cli.command("send-waves")
def waves_command() -> None:
    """Sollicite les structures suivantes quand trop peu ont répondu."""
    click.echo(send_waves())


@cli.command("send-reminders")
def reminders_command() -> None:
    """Rappelle les demandes sans réponse et pose la question de suivi."""
    click.echo(send_reminders())


@cli.command("close")
def close_command() -> None:
    """Ferme les demandes de 45 jours et le dit à leur auteur."""
    click.echo(close_needs())


@cli.command("forget")
def forget_command() -> None:
    """Efface les échanges et les coordonnées dont la durée de conservation est passée."""
    click.echo(forget_needs())

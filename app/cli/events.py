"""flask events …: import events into the agenda, cancel one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import click

from app import clock, territories
from app.cli.groups import PortalGroup
from app.cli.importing import run_import
from app.cli.indexing import get_backend
from app.committees.queries import every_committee
from app.events import services
from app.events.documents import document_of
from app.events.fields import COLUMNS, REQUIRED
from app.events.ics_file import IcsDefaults
from app.events.importer import import_records
from app.events.kinds import EventKind
from app.events.records import EventRecord
from app.events.sources import parse_file
from app.extensions import db
from app.imports.report import FileReport, RowError

cli = PortalGroup("events", help="L’agenda : importer des événements, en annuler un.")
HELP = f"""Importe des événements : fichiers CSV, ou agendas ICS (format reconnu au contenu).

\b
CSV : colonnes {", ".join(COLUMNS[:9])},
{", ".join(COLUMNS[9:])}.
Obligatoires : {", ".join(REQUIRED)}, et territoire ou en_ligne.
Dates : 2027-01-12 09:30, 12/01/2027 9h30, ou un jour seul (journée entière) ;
heures de Paris. Plusieurs valeurs : séparées par « | ».

\b
ICS : titre, dates, lieu, description et adresse sont repris ; l’organisateur et
les participants jamais. Une répétition donne ses dates des douze mois à venir.

Le même fichier deux fois ne change rien."""


@cli.command("import", help=HELP)
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True)
@click.option("--organiser", default="", help="ICS : l’institution qui organise (obligatoire).")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in EventKind]),
    default=EventKind.OTHER.value,
    show_default=True,
    help="ICS : le genre des événements dont aucune catégorie n’en est un.",
)
@click.option("--territory", default="", help="ICS : le territoire de ceux dont le lieu est muet.")
@click.option("--source", default="", help="ICS : d’où vient le fichier, montré sur la fiche.")
@click.option("--dry-run", is_flag=True, help="Lit et compte, n’écrit rien.")
@click.option("--json", "as_json", is_flag=True, help="Le rapport en JSON.")
def import_files(
    files: tuple[str, ...],
    organiser: str,
    kind: str,
    territory: str,
    source: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import events; see `HELP`."""
    code = territories.resolve(territory).code if territory else ""
    defaults = IcsDefaults(
        organiser=organiser.strip(), kind=EventKind(kind), territory=code, source=source.strip()
    )
    now = clock.now()

    def read(file: BinaryIO, report: FileReport) -> None:
        items = refuse_unknown_committees(parse_file(file, defaults, now))
        changed = import_records(db.session(), items, report, now=now)
        if dry_run:
            db.session.rollback()
            return
        documents = [document_of(event, now) for event in changed]
        db.session.commit()
        get_backend().upsert(documents)

    run_import(files, read, as_json=as_json)


def refuse_unknown_committees(
    items: Iterable[EventRecord | RowError],
) -> Iterator[EventRecord | RowError]:
    """The same items; a session of a committee that the portal does not know is refused."""
    known = {committee.slug for committee in db.session.scalars(every_committee())}
    for item in items:
        if isinstance(item, EventRecord) and item.committee and item.committee not in known:
            what = f"instance : « {item.committee} » n’existe pas (« flask committees list »)"
            yield RowError(where=item.where, what=what)
        else:
            yield item


@cli.command("cancel")
@click.argument("slug", metavar="ADRESSE")
@click.option("--why", required=True, help="La raison, montrée sur la fiche.")
def cancel(slug: str, why: str) -> None:
    """Annule l’événement de cette adresse (la fin de /agenda/…) ; aucun import ne le rétablit."""
    now = clock.now()
    event = services.cancel(db.session(), slug, why, now)
    document = document_of(event, now)
    db.session.commit()
    get_backend().upsert([document])
    click.echo(f"Annulé : /agenda/{slug}")

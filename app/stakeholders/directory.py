"""The directory of actors, from the database."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.kept import KeptSheets
from app.stakeholders.models import SUBJECT, Stakeholder
from app.stakeholders.values import FIELDS, LISTS
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor
from app.toolkit.actor_words import BodyKind, Theme
from app.toolkit.actors import load_actors, load_functions

COLUMNS = [getattr(Stakeholder, name) for name in FIELDS]


KEPT = KeptSheets[Directory](SUBJECT, Stakeholder.id, Stakeholder.updated_at)


def load_directory(session: Session) -> Directory:
    """Every actor of the database, read again only once one has changed.

    Functions come from the content. Where the database holds no actor, the directory of our own
    data file.
    """
    return KEPT.get(session, lambda: read_directory(session))


def read_directory(session: Session) -> Directory:
    """The directory, from every row."""
    rows = session.execute(sa.select(*COLUMNS).order_by(Stakeholder.slug)).all()
    if not rows:
        return load_actors()
    return Directory(functions=load_functions(), actors=tuple(map(read_row, rows)))


def read_row(row: sa.Row[tuple[object, ...]]) -> Actor:
    """The actor of a row; what is in the database was checked."""
    values = {
        name: tuple(value) if name in LISTS else value for name, value in row._mapping.items()
    }
    day = values["verified_on"]
    values["verified_on"] = day.isoformat() if isinstance(day, date) else ""
    values["kind"] = BodyKind(str(values["kind"]))
    values["themes"] = tuple(map(Theme, values["themes"]))
    return Actor(**values)  # type: ignore[arg-type]


def serving(session: Session, code: str) -> tuple[Actor, ...]:
    """The actors that serve a territory of any level, the nearest first, whole-region ones last.

    One query. NotFoundError for an unknown code. `Directory.serving` and `Directory.coverages` say
    the same, and why, of a directory that is already loaded.
    """
    return load_directory(session).serving(code)

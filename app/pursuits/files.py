"""The files of a pursuit: checked, counted against the room of the organisation, kept by keys."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.files import documents
from app.files.refusal import MEGABYTE
from app.files.store import FileStore
from app.organisations.models import Organisation
from app.pursuits import queries
from app.pursuits.models import Pursuit, PursuitFile

MOST_BYTES = 100 * MEGABYTE  # of one organisation, all its pursuits together


def add_file(
    session: Session,
    store: FileStore,
    pursuit: Pursuit,
    name: str,
    content: bytes,
    person: Person,
    now: datetime,
) -> PursuitFile:
    """Keep a file; its bytes stay in the store even where the caller does not commit. Flushes.

    Raises InvalidError where the organisation has no room left, and FileRefusedError.
    """
    checked = documents.check(name, content)
    # Two files sent together take turns: neither counts the room without the other.
    session.execute(
        sa.select(Organisation.id)
        .where(Organisation.id == pursuit.organisation_id)
        .with_for_update()
    )
    used = session.scalars(queries.bytes_of(pursuit.organisation_id)).one()
    if used + len(checked.content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise InvalidError(
            f"Votre organisation garde {most}{NBSP}Mo de fichiers au plus{NBSP}: supprimez ceux "
            "qui ne servent plus, puis envoyez celui-ci de nouveau."
        )
    made = PursuitFile(
        pursuit_id=pursuit.id,
        key=store.save(checked.content),
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        person_id=person.id,
        at=now,
    )
    session.add(made)
    session.flush()
    return made


def find_file(session: Session, pursuit: Pursuit, number: int) -> PursuitFile:
    """A file of that pursuit; NotFoundError for any other."""
    select = (
        sa.select(PursuitFile)
        .where(PursuitFile.id == number, PursuitFile.pursuit_id == pursuit.id)
        .options(joinedload(PursuitFile.person))
    )
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce fichier n’est plus là.")
    return found


def remove_file(session: Session, pursuit: Pursuit, number: int) -> str:
    """Forget a file of that pursuit; give its key, to delete once committed. Flushes."""
    found = find_file(session, pursuit, number)
    key = found.key
    session.delete(found)
    session.flush()
    return key


def list_orphans(session: Session, store: FileStore, before: datetime) -> list[str]:
    """The keys written before that instant that no pursuit holds any more."""
    known = set(session.scalars(sa.select(PursuitFile.key)))
    return store.orphans(known, before)

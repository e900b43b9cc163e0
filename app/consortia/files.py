"""The files of a group: checked, counted against its room, kept by keys."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import queries
from app.consortia.acting import Actor, take_turn
from app.consortia.content_models import ConsortiumFile
from app.consortia.contents import check_alive
from app.consortia.models import Consortium
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.files import documents
from app.files.refusal import MEGABYTE
from app.files.store import FileStore

MOST_BYTES = 50 * MEGABYTE  # of one group


def add_file(
    session: Session,
    store: FileStore,
    consortium: Consortium,
    name: str,
    content: bytes,
    actor: Actor,
) -> ConsortiumFile:
    """Keep a file; its bytes stay in the store even where the caller does not commit. Flushes.

    Raises InvalidError where the group has no room left, and FileRefusedError.
    """
    actor.require_member(consortium)
    check_alive(consortium)
    checked = documents.check(name, content)
    # Two files sent together take turns: neither counts the room without the other.
    take_turn(session, consortium)
    kept = session.scalars(queries.files(consortium.id)).all()
    if sum(file.size for file in kept) + len(checked.content) > MOST_BYTES:
        raise InvalidError(
            f"Un groupement garde {MOST_BYTES // MEGABYTE}{NBSP}Mo de fichiers au plus{NBSP}: "
            "supprimez ceux qui ne servent plus, puis envoyez celui-ci de nouveau."
        )
    made = ConsortiumFile(
        consortium_id=consortium.id,
        organisation_id=actor.organisation.id,
        key=store.save(checked.content),
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        author=actor.person.display_name[:255],
        organisation=actor.organisation.name[:255],
        at=actor.now,
    )
    session.add(made)
    session.flush()
    return made


def find_file(session: Session, consortium: Consortium, number: int) -> ConsortiumFile:
    """A file of that group; NotFoundError for any other."""
    select = queries.files(consortium.id).where(ConsortiumFile.id == number)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce fichier n’est plus là.")
    return found


def remove_file(session: Session, consortium: Consortium, number: int, actor: Actor) -> str:
    """Forget a file: its structure may, and the lead; give its key, to delete once committed."""
    place = actor.require_member(consortium)
    found = find_file(session, consortium, number)
    if not place.is_lead and found.organisation_id != actor.organisation.id:
        raise NotAllowedError("Seuls la structure qui l’a envoyé et le mandataire le suppriment.")
    key = found.key
    session.delete(found)
    session.flush()
    return key


def list_orphans(session: Session, store: FileStore, before: datetime) -> list[str]:
    """The keys written before that instant that no group holds any more."""
    known = set(session.scalars(sa.select(ConsortiumFile.key)))
    return store.orphans(known, before)

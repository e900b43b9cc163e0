"""The documents of a dossier: checked, counted against its room, kept by keys."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP
from app.dossiers.content_models import DossierFile
from app.dossiers.models import Dossier
from app.dossiers.services import take_turn
from app.dossiers.words import FileKind
from app.errors import InvalidError, NotFoundError
from app.files import documents
from app.files.refusal import MEGABYTE
from app.files.store import FileStore
from app.projects import services as projects

MOST_BYTES = 50 * MEGABYTE  # of one dossier


def of_dossier(number: int) -> sa.Select[DossierFile]:
    """The documents of a dossier, the latest first."""
    return (
        sa.select(DossierFile)
        .where(DossierFile.dossier_id == number)
        .order_by(DossierFile.at.desc(), DossierFile.id.desc())
    )


def add_file(
    session: Session,
    store: FileStore,
    dossier: Dossier,
    kind: FileKind,
    sent: tuple[str, bytes],
    person: Person,
    now: datetime,
) -> DossierFile:
    """Keep what was sent, a name and its bytes; these stay where the caller does not commit.

    Flushes. Raises InvalidError where the dossier has no room left, and FileRefusedError.
    """
    checked = documents.check(*sent)
    # Two files sent together take turns: neither counts the room without the other.
    take_turn(session, dossier)
    sizes = sa.select(sa.func.sum(DossierFile.size)).where(DossierFile.dossier_id == dossier.id)
    if (session.scalar(sizes) or 0) + len(checked.content) > MOST_BYTES:
        raise InvalidError(
            f"Un projet garde {MOST_BYTES // MEGABYTE}{NBSP}Mo de documents au plus{NBSP}: "
            "supprimez ceux qui ne servent plus, puis envoyez celui-ci de nouveau."
        )
    made = DossierFile(
        dossier_id=dossier.id,
        kind=kind.value,
        key=store.save(checked.content),
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        author=person.display_name[:255],
        at=now,
    )
    session.add(made)
    projects.keep_longer(dossier.project, now)
    session.flush()
    return made


def find_file(session: Session, dossier: Dossier, number: int) -> DossierFile:
    """A document of that dossier; NotFoundError for any other."""
    select = of_dossier(dossier.id).where(DossierFile.id == number)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce document n’est plus là.")
    return found


def remove_file(session: Session, dossier: Dossier, number: int, now: datetime) -> str:
    """Forget a document; give its key, to delete once committed. Flushes."""
    found = find_file(session, dossier, number)
    session.delete(found)
    projects.keep_longer(dossier.project, now)
    session.flush()
    return found.key


def list_orphans(session: Session, store: FileStore, before: datetime) -> list[str]:
    """The keys written before that instant that no dossier holds any more."""
    known = set(session.scalars(sa.select(DossierFile.key)))
    return store.orphans(known, before)

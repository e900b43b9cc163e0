"""What is forgotten: threads and files a year after the closing, who asked after two years."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import Revision
from app.files.store import FileStore
from app.partnerships.desk import SUBJECT
from app.partnerships.limits import NEEDS_KEPT, THREADS_KEPT
from app.partnerships.models import MatchFile, MatchMessage, MatchMove, Need, NeedMatch, NeedMove
from app.partnerships.moves import UNSYNCED
from app.partnerships.states import NeedState

FORGOTTEN = "Demande effacée"


def closed_before(moment: datetime) -> sa.Select[int]:
    """The numbers of the requests closed before that instant."""
    return sa.select(Need.id).where(Need.state == NeedState.CLOSED.value, Need.closed_at < moment)


def erase_threads(session: Session, now: datetime) -> list[str]:
    """Erase the messages, contacts and all notes of requests closed a year ago. Flushes.

    Gives the keys of their files, to delete once committed.
    """
    needs = closed_before(now - THREADS_KEPT)
    matches = sa.select(NeedMatch.id).where(NeedMatch.need_id.in_(needs))
    keys = list(session.scalars(sa.select(MatchFile.key).where(MatchFile.match_id.in_(matches))))
    for model in (MatchMessage, MatchFile):
        session.execute(
            sa.delete(model).where(model.match_id.in_(matches)), execution_options=UNSYNCED
        )
    for move in (MatchMove, NeedMove):
        owner = (
            MatchMove.match_id.in_(matches) if move is MatchMove else NeedMove.need_id.in_(needs)
        )
        session.execute(sa.update(move).where(owner).values(note=""), execution_options=UNSYNCED)
    notes = sa.select(sa.cast(Need.id, sa.String)).where(Need.id.in_(needs))
    session.execute(
        sa.delete(Revision).where(
            Revision.subject_kind == SUBJECT, Revision.subject_key.in_(notes)
        ),
        execution_options=UNSYNCED,
    )
    blank = {"note": "", "contact_name": "", "contact_email": "", "contact_phone": ""}
    session.execute(
        sa.update(NeedMatch).where(NeedMatch.need_id.in_(needs)).values(blank),
        execution_options=UNSYNCED,
    )
    return keys


def anonymise(session: Session, now: datetime) -> int:
    """Erase who asked and what, of requests closed two years ago; how many. Flushes.

    What remains counts in the figures: the modality, the place, the dates.
    """
    done = session.execute(
        sa.update(Need)
        .where(Need.id.in_(closed_before(now - NEEDS_KEPT)), Need.email != "")
        .values(
            title=FORGOTTEN,
            text="",
            answers={},
            siret="",
            asker_organisation="",
            asker_name="",
            email="",
            phone="",
            person_id=None,
            organisation_id=None,
            updated_at=now,
        ),
        execution_options=UNSYNCED,
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def list_orphans(session: Session, store: FileStore, before: datetime) -> list[str]:
    """The keys written before that instant that no thread holds any more."""
    known = set(session.scalars(sa.select(MatchFile.key)))
    return store.orphans(known, before)

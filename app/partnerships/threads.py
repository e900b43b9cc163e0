"""The thread of a request with one organisation: messages and files, read by both sides."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.files import documents
from app.files.refusal import MEGABYTE
from app.files.store import FileStore
from app.partnerships import letters
from app.partnerships.answering import Actor
from app.partnerships.describing import asker_of
from app.partnerships.models import MatchFile, MatchMessage, Need, NeedMatch
from app.partnerships.moves import hold
from app.partnerships.states import POSITIVE, WAITING, MatchState, Side

LONGEST_MESSAGE = 3_000
MOST_MESSAGES = 20  # of one side, in a day: beyond, it is no conversation
DAY = timedelta(days=1)
MOST_BYTES = 30 * MEGABYTE  # of one thread
CLOSED = "Ce fil est fermé\u00a0: cette réponse, ou la demande, est close."
SILENT = "Attendez que cette structure ait répondu avant de lui écrire."


def may_write(state: MatchState, side: Side) -> bool:
    """Whether a side may write: an organisation may ask before it answers, the asker waits."""
    return state in POSITIVE or (side is Side.ORGANISATION and state in WAITING)


def check(match: NeedMatch, side: Side) -> None:
    """Raise InvalidError where a side may not write."""
    if not may_write(match.match_state, side):
        raise InvalidError(SILENT if match.match_state in WAITING else CLOSED)


def author_of(need: Need, match: NeedMatch, by: Actor) -> str:
    """Who writes, as the other side reads it: a person's name only once both agreed."""
    whole = asker_of(need) if by.side is Side.ASKER else match.organisation_name
    if match.match_state is not MatchState.AGREED:
        return whole[:160]
    known = by.person.display_name if by.person else ""
    person = need.asker_name if by.side is Side.ASKER else known or match.contact_name
    return (f"{person}, {whole}" if person else whole)[:160]


def write(session: Session, need: Need, match: NeedMatch, text: str, by: Actor) -> MatchMessage:
    """Keep a message and tell the other side. Flushes.

    Raises InvalidError where the thread or the request is closed, or where too much was written.
    """
    check(match, by.side)
    hold(session, need.id, by.now, is_live=match.match_state is not MatchState.AGREED)
    if not text or len(text) > LONGEST_MESSAGE:
        raise InvalidError(f"Message{NBSP}: de 1 à {LONGEST_MESSAGE} caractères.")
    recent = sa.select(sa.func.count(MatchMessage.id)).where(
        MatchMessage.match_id == match.id,
        MatchMessage.side == by.side.value,
        MatchMessage.at > by.now - DAY,
    )
    if session.scalars(recent).one() >= MOST_MESSAGES:
        raise InvalidError(
            f"Vous avez écrit {MOST_MESSAGES} messages en un jour dans ce fil{NBSP}: "
            "attendez demain, ou échangez vos coordonnées."
        )
    made = MatchMessage(
        match_id=match.id,
        side=by.side.value,
        person_id=by.person.id if by.person else None,
        author=author_of(need, match, by),
        text=text,
        at=by.now,
    )
    session.add(made)
    session.flush()
    letters.write_message(session, need, match, by.side, made.id, text, by.links, by.now)
    return made


def add_file(
    session: Session,
    store: FileStore,
    need: Need,
    match: NeedMatch,
    name: str,
    content: bytes,
    by: Actor,
) -> MatchFile:
    """Keep a file; its bytes stay in the store even where the caller does not commit. Flushes.

    Raises InvalidError where the thread is closed or full, and FileRefusedError.
    """
    check(match, by.side)
    checked = documents.check(name, content)
    # Two files sent together take turns: neither counts the room without the other.
    hold(session, need.id, by.now, is_live=match.match_state is not MatchState.AGREED)
    used = session.scalars(
        sa.select(sa.func.coalesce(sa.func.sum(MatchFile.size), 0)).where(
            MatchFile.match_id == match.id
        )
    ).one()
    if used + len(checked.content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise InvalidError(f"Ce fil garde {most}{NBSP}Mo de fichiers au plus.")
    made = MatchFile(
        match_id=match.id,
        key=store.save(checked.content),
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.content),
        side=by.side.value,
        person_id=by.person.id if by.person else None,
        at=by.now,
    )
    session.add(made)
    session.flush()
    return made


def find_file(session: Session, match: NeedMatch, number: int) -> MatchFile:
    """A file of that thread; NotFoundError for any other."""
    select = sa.select(MatchFile).where(MatchFile.id == number, MatchFile.match_id == match.id)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce fichier n’est plus là.")
    return found


def remove_file(session: Session, match: NeedMatch, number: int, side: Side) -> str:
    """Forget a file that this side sent; give its key, to delete once committed. Flushes."""
    found = find_file(session, match, number)
    if found.side != side.value:
        raise NotFoundError("Ce fichier n’est pas le vôtre.")
    key = found.key
    session.delete(found)
    session.flush()
    return key

"""The only place where a request or a match changes state: once, even when two act at once.

A move is one UPDATE on the version that was read; the row of the request is held first, so that an
answer and a closing at the same moment come one after the other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP
from app.errors import InvalidError
from app.partnerships.models import MatchMove, Need, NeedMatch, NeedMove
from app.partnerships.states import (
    LIVE,
    MATCH_NEXT,
    NEED_NEXT,
    Closing,
    Decline,
    MatchState,
    NeedState,
    Side,
)

LONGEST_NOTE = 500
UNSYNCED = {"synchronize_session": False}
CHANGED = (
    "Quelqu’un vient de répondre ou de modifier cette demande. Relisez où elle en est, puis "
    "recommencez si besoin."
)
OVER = "Cette demande est close\u00a0: elle n’attend plus de réponse."
ANSWERS = (MatchState.INTERESTED, MatchState.TOGETHER, MatchState.LATER, MatchState.DECLINED)
"""What an organisation says."""
ENDS = (MatchState.EXPIRED, MatchState.CLOSED)
"""What time or a closing does; the rest needs a request that is not closed."""


class ConflictError(InvalidError):
    """Another move came between what the person saw and what they asked for."""


def move_need(
    session: Session,
    need: Need,
    after: NeedState,
    side: Side,
    now: datetime,
    person: Person | None = None,
    note: str = "",
    closing: Closing | None = None,
) -> Need:
    """Move a request on, and log it. Flushes.

    `closing` says why, for a request that is closed. Raises InvalidError where the machine has no
    such move, ConflictError where another came between.
    """
    before = need.need_state
    check_move(before.label, after.label, is_allowed=after in NEED_NEXT[before])
    if (closing is None) is (after is NeedState.CLOSED):
        raise InvalidError("Une demande se clôt avec une raison, et seulement alors.")
    check_note(note)
    values: dict[str, Any] = {"state": after.value, "came_from": before.value, "updated_at": now}
    if closing is not None:
        values |= {"closing": closing.value, "closed_at": now, "next_wave_at": None}
    claim(session, need, values)
    session.add(
        NeedMove(
            need_id=need.id,
            before=before.value,
            after=after.value,
            side=side.value,
            person_id=person.id if person else None,
            note=note,
            at=now,
        )
    )
    session.flush()
    return need


def move_match(
    session: Session,
    match: NeedMatch,
    after: MatchState,
    side: Side,
    now: datetime,
    person: Person | None = None,
    note: str = "",
    reason: Decline | None = None,
    seen: int | None = None,
) -> NeedMatch:
    """Move a match on, and log it. Flushes.

    `reason` says why an organisation declines, and only then; `seen` is the version that the
    person had before them, that of `match` where it is left out. Raises InvalidError where the
    machine has no such move or the request is closed, ConflictError where another came between.
    """
    before = match.match_state
    if seen is not None and seen != match.version:
        raise ConflictError(CHANGED)
    check_move(before.label, after.label, is_allowed=after in MATCH_NEXT[before])
    if (reason is None) is (after is MatchState.DECLINED):
        raise InvalidError("Dites pourquoi cette demande n’est pas pour vous.")
    check_note(note)
    hold(session, match.need_id, now, is_live=after not in ENDS)
    claim(session, match, match_values(match, after, side, now, person, note, reason))
    session.add(
        MatchMove(
            match_id=match.id,
            before=before.value,
            after=after.value,
            side=side.value,
            person_id=person.id if person else None,
            note=note,
            at=now,
        )
    )
    session.flush()
    return match


def match_values(
    match: NeedMatch,
    after: MatchState,
    side: Side,
    now: datetime,
    person: Person | None,
    note: str,
    reason: Decline | None,
) -> dict[str, Any]:
    """The columns that a move writes; the first answer keeps its instant."""
    values: dict[str, Any] = {"state": after.value, "came_from": match.state}
    if after in ANSWERS:
        values |= {
            "answered_at": match.answered_at or now,
            "answered_by_id": person.id if person and side is Side.ORGANISATION else None,
            "note": note,
            "reason": reason.value if reason else "",
        }
    if after is MatchState.AGREED:
        values["agreed_at"] = now
    return values


def check_move(before: str, after: str, *, is_allowed: bool) -> None:
    """Raise InvalidError where a machine has no such move."""
    if not is_allowed:
        raise InvalidError(
            f"Ce qui est «{NBSP}{before}{NBSP}» ne peut pas devenir «{NBSP}{after}{NBSP}»."
        )


def check_note(note: str) -> None:
    """Raise InvalidError where a note is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidError(f"Message{NBSP}: {LONGEST_NOTE} caractères au plus.")


def hold(session: Session, need_id: int, now: datetime, *, is_live: bool) -> None:
    """Take the turn of a request until the end of the transaction.

    An update takes the lock of the row on PostgreSQL, and that of the file on SQLite. With
    `is_live`, raises InvalidError where the request is closed by then.
    """
    row = sa.update(Need).where(Need.id == need_id)
    if is_live:
        row = row.where(Need.state.in_([state.value for state in LIVE]))
    done = session.execute(row.values(updated_at=now), execution_options=UNSYNCED)
    if not done.rowcount:  # type: ignore[attr-defined]
        raise InvalidError(OVER)


def claim(session: Session, row: Need | NeedMatch, values: dict[str, Any]) -> None:
    """Change a row if its version is the one that was read; ConflictError otherwise."""
    model = type(row)
    version = row.version
    done = session.execute(
        sa.update(model)
        .where(model.id == row.id, model.version == version)
        .values(**values, version=version + 1),
        execution_options=UNSYNCED,
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise ConflictError(CHANGED)
    session.refresh(row, [*values, "version"])

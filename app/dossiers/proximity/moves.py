"""The only place where a signal changes state: once, even when two act at once, and logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.states import BY_SIDE, NEXT, ProximityState, Side
from app.errors import InvalidError

LONGEST_NOTE = 500
UNSYNCED = {"synchronize_session": False}
CHANGED = (
    "Quelqu’un a modifié ce signal pendant que vous remplissiez le formulaire. Relisez où il en "
    "est, puis recommencez si besoin."
)


class ProximityChangedError(InvalidError):
    """Somebody changed the signal since the version that the person saw."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, at an instant: a person of the team, the holder of a project, or the portal.

    `site` is the portal's address, for letters.
    """

    side: Side
    now: datetime
    person: Person | None = None
    dossier_id: int | None = None
    site: str = ""

    @property
    def name(self) -> str:
        """As the history names it: the team sees no holder in it."""
        if self.dossier_id is not None:
            return name_holder(self.dossier_id)
        return self.person.display_name if self.person else "Portail"


def name_holder(dossier_id: int) -> str:
    """« Porteur n° 12 »: whom the team does not know."""
    return f"Porteur n°{NBSP}{dossier_id}"


def move(
    session: Session,
    row: Proximity,
    after: ProximityState,
    by: Actor,
    *,
    note: str = "",
    seen: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Proximity:
    """Move a signal on, and log it. Flushes.

    `seen` is the version that the person had before them, that of `row` where it is left out;
    `values` are columns that change with it. Raises InvalidError where the machine has no such
    move or the side may not do it, ProximityChangedError where another came between.
    """
    before = row.proximity_state
    if seen is not None and seen != row.version:
        raise ProximityChangedError(CHANGED)
    if after not in NEXT[before] or after not in BY_SIDE[by.side]:
        raise InvalidError(
            f"Ce qui est «{NBSP}{before.label}{NBSP}» ne peut pas devenir "
            f"«{NBSP}{after.label}{NBSP}»."
        )
    check_note(note)
    claim(session, row, by.now, state=after.value, came_from=before.value, **(values or {}))
    log(session, row, by, note, move=(before.value, after.value))
    return row


def claim(session: Session, row: Proximity, now: datetime, **values: Any) -> None:  # noqa: ANN401
    """Change a signal if its version is the one that was read; ProximityChangedError otherwise."""
    changed = {**values, "version": row.version + 1, "updated_at": now}
    done = session.execute(
        sa.update(Proximity)
        .where(Proximity.id == row.id, Proximity.version == row.version)
        .values(changed),
        execution_options=UNSYNCED,
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise ProximityChangedError(CHANGED)
    session.refresh(row, [*changed])


def write_note(session: Session, row: Proximity, note: str, by: Actor) -> None:
    """Keep what the team did, for the team alone. Flushes; InvalidError where it is too long."""
    if not note:
        raise InvalidError("Écrivez la note.")
    check_note(note)
    log(session, row, by, note)


def check_note(note: str) -> None:
    """Raise InvalidError where a note is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidError(f"Note{NBSP}: {LONGEST_NOTE} caractères au plus.")


def log(
    session: Session, row: Proximity, by: Actor, note: str, *, move: tuple[str, str] = ("", "")
) -> None:
    """Keep in the history what was done. Flushes."""
    session.add(make_line(row, by, note, move))
    session.flush()


def make_line(row: Proximity, by: Actor, note: str, move: tuple[str, str]) -> ProximityMove:
    """A line of the history; `move` is the state before, and after."""
    return ProximityMove(
        proximity_id=row.id,
        before=move[0],
        after=move[1],
        side=by.side.value,
        author=by.name[:255],
        person_id=by.person.id if by.person and by.side is Side.TEAM else None,
        note=note,
        at=by.now,
    )

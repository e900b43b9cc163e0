"""What the team does with letters: reads them, sends them again, gives them up; what is purged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.mail.models import Letter, LetterState

SENT_LASTS = timedelta(days=90)
KEPT_LASTS = timedelta(days=365)  # what was never sent: its error may still have to be understood
NOT_AGAIN = "Ce courrier ne peut pas être renvoyé\u00a0: il attend, il est parti, ou il est effacé."
NOT_UP = "Ce courrier ne peut plus être abandonné."


@dataclass(frozen=True, kw_only=True)
class LetterCriteria:
    """Which letters: in a state, for addresses that hold some words, of a text."""

    state: LetterState | None = None
    recipient: str = ""
    key: str = ""

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions."""
        found = []
        if self.state is not None:
            found.append(Letter.state == self.state.value)
        if self.recipient:
            found.append(Letter.recipient.icontains(self.recipient, autoescape=True))
        if self.key:
            found.append(Letter.key == self.key)
        return found


def letters(criteria: LetterCriteria) -> sa.Select[Letter]:
    """Those letters, the latest first."""
    return (
        sa.select(Letter)
        .where(*criteria.where())
        .order_by(Letter.created_at.desc(), Letter.id.desc())
    )


def count(criteria: LetterCriteria) -> sa.Select[int]:
    """How many letters."""
    return sa.select(sa.func.count(Letter.id)).where(*criteria.where())


def count_by_state(session: Session) -> dict[LetterState, int]:
    """How many letters stand in each state; those without any are left out."""
    rows = session.execute(sa.select(Letter.state, sa.func.count()).group_by(Letter.state))
    found = {LetterState(state): number for state, number in rows}
    return {state: found[state] for state in LetterState if state in found}


def get_letter(session: Session, number: int) -> Letter:
    """That letter; NotFoundError for none."""
    found = session.get(Letter, number)
    if found is None:
        raise NotFoundError("Ce courrier n’existe pas, ou il a été effacé.")
    return found


def send_again(session: Session, number: int, now: datetime) -> None:
    """Have a letter sent as if it were new; InvalidError where it may not be. Flushes.

    The claim before it counts no more: `tries` begins after it.
    """
    letter = get_letter(session, number)
    changed = letter.may_be_sent_again and change(
        session,
        number,
        (LetterState.FAILED, LetterState.UNCERTAIN),
        state=LetterState.WAITING.value,
        due_at=now,
        tries=0,
        error="",
        claimed_at=None,
        handed_at=None,
    )
    if not changed:
        raise InvalidError(NOT_AGAIN)


def give_up(session: Session, number: int, author: str) -> None:
    """Stop a letter; InvalidError where it is too late. Flushes."""
    get_letter(session, number)
    changed = change(
        session,
        number,
        (LetterState.WAITING, LetterState.UNCERTAIN),
        state=LetterState.FAILED.value,
        error=f"Abandonné par {author}"[:500],
    )
    if not changed:
        raise InvalidError(NOT_UP)


def change(
    session: Session, number: int, states: tuple[LetterState, ...], **values: object
) -> bool:
    """Change a letter that is still in one of these states, whatever a worker does meanwhile."""
    done = session.execute(
        sa.update(Letter)
        .where(Letter.id == number, Letter.state.in_([state.value for state in states]))
        .values(**values)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


def purge(session: Session, now: datetime) -> int:
    """Erase the letters sent 90 days ago, those never sent after a year; how many. Flushes."""
    never = (LetterState.FAILED.value, LetterState.UNCERTAIN.value)
    erased = session.execute(
        sa.delete(Letter).where(
            sa.or_(
                sa.and_(Letter.state == LetterState.SENT.value, Letter.sent_at <= now - SENT_LASTS),
                sa.and_(Letter.state.in_(never), Letter.created_at <= now - KEPT_LASTS),
            )
        )
    )
    return int(erased.rowcount)  # type: ignore[attr-defined]

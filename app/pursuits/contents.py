"""What members leave on a pursuit: dated notes, and days when something is to be recalled."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP, to_paris
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.organisations.roles import MemberRole
from app.pursuits.models import Pursuit, PursuitNote, PursuitReminder

LONGEST_TEXT = 4_000
MOST_NOTES = 500
MOST_REMINDERS = 30
FARTHEST = 366 * 2  # days: beyond, a typing error


def add_note(
    session: Session, pursuit: Pursuit, text: str, person: Person, now: datetime
) -> PursuitNote:
    """Keep a note; InvalidError where it is empty or too long, or where there are too many."""
    if not text:
        raise InvalidError("Écrivez la note.")
    if len(text) > LONGEST_TEXT:
        raise InvalidError(f"Note{NBSP}: {LONGEST_TEXT} caractères au plus.")
    count = sa.select(sa.func.count(PursuitNote.id)).where(PursuitNote.pursuit_id == pursuit.id)
    if session.scalars(count).one() >= MOST_NOTES:
        raise InvalidError(f"Un marché garde {MOST_NOTES} notes{NBSP}: supprimez-en d’abord.")
    made = PursuitNote(pursuit_id=pursuit.id, text=text, person_id=person.id, at=now)
    session.add(made)
    session.flush()
    return made


def remove_note(
    session: Session, pursuit: Pursuit, number: int, person: Person, role: MemberRole
) -> None:
    """Delete a note of that pursuit: its author may, and the organisation's owners. Flushes.

    Raises NotFoundError, and NotAllowedError to the others.
    """
    found = session.scalars(
        sa.select(PursuitNote).where(PursuitNote.id == number, PursuitNote.pursuit_id == pursuit.id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("Cette note n’est plus là.")
    if not may_remove(found, person, role):
        raise NotAllowedError("Seuls son auteur et les responsables suppriment une note.")
    session.delete(found)
    session.flush()


def may_remove(note: PursuitNote, person: Person, role: MemberRole) -> bool:
    """Whether that member may delete that note."""
    return role is MemberRole.OWNER or (
        note.person_id == person.id and role.covers(MemberRole.EDITOR)
    )


def add_reminder(
    session: Session, pursuit: Pursuit, on: date, text: str, person: Person, now: datetime
) -> PursuitReminder:
    """Recall something on that day of Paris. Flushes.

    Raises InvalidError for a day that is gone or too far, and where there are too many.
    """
    today = to_paris(now).date()
    if on < today:
        raise InvalidError(f"Jour{NBSP}: cette date est passée.")
    if (on - today).days > FARTHEST:
        raise InvalidError(f"Jour{NBSP}: deux ans au plus.")
    count = sa.select(sa.func.count(PursuitReminder.id)).where(
        PursuitReminder.pursuit_id == pursuit.id
    )
    if session.scalars(count).one() >= MOST_REMINDERS:
        raise InvalidError(f"Un marché garde {MOST_REMINDERS} rappels{NBSP}: retirez-en d’abord.")
    made = PursuitReminder(
        pursuit_id=pursuit.id, on=on, text=text, person_id=person.id, created_at=now
    )
    session.add(made)
    session.flush()
    return made


def remove_reminder(session: Session, pursuit: Pursuit, number: int) -> None:
    """Recall it no more; NotFoundError where it is none of that pursuit's. Flushes."""
    found = session.scalars(
        sa.select(PursuitReminder).where(
            PursuitReminder.id == number, PursuitReminder.pursuit_id == pursuit.id
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError("Ce rappel n’est plus là.")
    session.delete(found)
    session.flush()

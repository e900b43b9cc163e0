"""Reports on pages: received within reason, handled, and forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.feedback.models import ErrorReport

MOST_PER_HOUR = 60  # of all readers together: beyond, it is a machine
KEPT = timedelta(days=365)  # after a report was handled


def report(session: Session, path: str, message: str, contact: str, now: datetime) -> ErrorReport:
    """Keep a report; InvalidError where far too many came within the hour."""
    recent = sa.select(sa.func.count(ErrorReport.id)).where(
        ErrorReport.created_at > now - timedelta(hours=1)
    )
    if session.scalars(recent).one() >= MOST_PER_HOUR:
        raise InvalidError(
            "Beaucoup de signalements arrivent en ce moment. Réessayez dans une heure."
        )
    made = ErrorReport(path=path, message=message, contact=contact, created_at=now)
    session.add(made)
    session.flush()
    return made


def waiting() -> sa.Select[ErrorReport]:
    """The reports that nobody has handled, the oldest first."""
    select = sa.select(ErrorReport).where(ErrorReport.handled_at.is_(None))
    return select.order_by(ErrorReport.created_at, ErrorReport.id)


def get_report(session: Session, number: int) -> ErrorReport:
    """That report, closed or not; NotFoundError."""
    found = session.get(ErrorReport, number)
    if found is None:
        raise NotFoundError(f"Aucun signalement n’a le numéro {number}.")
    return found


def handle(session: Session, number: int, now: datetime) -> ErrorReport:
    """Say that a report is dealt with, once; its address is erased, nobody needs it any more.

    NotFoundError, or InvalidError where somebody closed it before. Flushes.
    """
    select = sa.update(ErrorReport).where(
        ErrorReport.id == number, ErrorReport.handled_at.is_(None)
    )
    values = {"handled_at": now, "contact": ""}
    done = session.execute(select.values(values), execution_options={"synchronize_session": False})
    found = session.get(ErrorReport, number, populate_existing=True)
    if found is None:
        raise NotFoundError(f"Aucun signalement n’a le numéro {number}.")
    if not done.rowcount:  # type: ignore[attr-defined]
        raise InvalidError(f"Le signalement {number} est déjà clos.")
    return found


def purge(session: Session, now: datetime) -> int:
    """Erase what was handled more than a year ago, and give its number."""
    over = list(
        session.scalars(sa.select(ErrorReport.id).where(ErrorReport.handled_at < now - KEPT))
    )
    session.execute(sa.delete(ErrorReport).where(ErrorReport.id.in_(over)))
    session.flush()
    return len(over)

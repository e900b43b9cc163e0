"""The sheets that the portal comes with: content files kept in the database, one line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.committees import own as committees
from app.facts import services as facts
from app.funding import own as funding
from app.imports.report import FileReport, Outcome
from app.stakeholders import own as stakeholders

ImportOwn = Callable[[Session, datetime], FileReport]
"""Import one content file of the portal; flushes, and changes nothing where all is known."""

OWN_DATA: tuple[ImportOwn, ...] = (
    facts.import_own,
    committees.import_own,
    stakeholders.import_own,
    funding.import_own,
)


def import_own_data(session: Session, now: datetime) -> list[FileReport]:
    """Import every content file, and give the reports."""
    return [import_own(session, now) for import_own in OWN_DATA]


def has_changed(report: FileReport) -> bool:
    """Whether an import created or changed anything."""
    return bool(report.counts[Outcome.CREATED] or report.counts[Outcome.UPDATED])

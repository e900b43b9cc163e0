"""The actors written in the project: `content/actors.yaml`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.imports.report import FileReport
from app.stakeholders.importer import import_rows
from app.stakeholders.sources.own_file import ORIGIN, read_own_file


def import_own(session: Session, now: datetime) -> FileReport:
    """Import them, and give the report; flushes."""
    report = FileReport(file=ORIGIN)
    import_rows(session, read_own_file(), report, origin=ORIGIN, now=now)
    return report

"""The committees written in the project: `content/committees.yaml`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.committees.importer import import_records
from app.committees.sources import parse
from app.imports.report import FileReport
from app.toolkit.sources import CONTENT

FILE = CONTENT / "committees.yaml"


def import_own(session: Session, now: datetime) -> FileReport:
    """Import them, and give the report; flushes."""
    report = FileReport(file=f"content/{FILE.name}")
    import_records(session, parse(FILE.read_bytes(), FILE.name), report, now=now)
    return report

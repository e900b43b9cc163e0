"""The schemes written in the project: `content/schemes.yaml`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.funding.importer import import_items
from app.funding.sources.reading import parse_file
from app.imports.report import FileReport
from app.toolkit.sources import CONTENT

FILE = CONTENT / "schemes.yaml"


def import_own(session: Session, now: datetime) -> FileReport:
    """Import them, and give the report; flushes."""
    report = FileReport(file=f"content/{FILE.name}")
    with FILE.open("rb") as file:
        import_items(session, parse_file(file), report, now=now)
    return report

"""The committees written in the project: `content/committees.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from app.committees.importer import import_records
from app.committees.records import CommitteeRecord
from app.committees.rules import check_together
from app.committees.sources import parse
from app.imports.report import FileReport, RowError
from app.toolkit.sources import CONTENT

FILE = CONTENT / "committees.yaml"


def import_own(session: Session, now: datetime) -> FileReport:
    """Import them, and give the report; flushes."""
    report = FileReport(file=f"content/{FILE.name}")
    import_records(session, parse(FILE.read_bytes(), FILE.name), report, now=now)
    return report


def check_own() -> Iterator[str]:
    """What is wrong with the file, as French sentences."""
    items = list(parse(FILE.read_bytes(), FILE.name))
    records = [item for item in items if isinstance(item, CommitteeRecord)]
    _, refused = check_together(records, ())
    for error in (*(item for item in items if isinstance(item, RowError)), *refused):
        yield f"content/{FILE.name}, {error.where} : {error.what}"

"""Keep what a file says of committees: created, updated, unchanged or refused, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import services as audit
from app.clock import to_paris
from app.committees import queries
from app.committees.kinds import CommitteeKind, Level
from app.committees.models import Committee
from app.committees.records import FIELDS, CommitteeRecord, plain
from app.committees.rules import check_together
from app.imports.report import FileReport, Outcome, RowError

SUBJECT = "committee"
DATES = ("valid_from", "valid_to", "verified_on")


def import_records(
    session: Session,
    items: Iterable[CommitteeRecord | RowError],
    report: FileReport,
    *,
    now: datetime,
) -> int:
    """Store the records, fill the report, and give the number created or updated.

    A sheet that the team edited is never overwritten: what a newer file says of it is refused.
    Flushes, never commits.
    """
    known = {committee.slug: committee for committee in session.scalars(queries.every_committee())}
    given = []
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        else:
            given.append(item)
    kept, refused = check_together(given, map(record_of, known.values()))
    for error in refused:
        report.refuse(error)
    for record in kept:
        store(session, record, known.get(record.slug), report, now)
    session.flush()
    return report.counts[Outcome.CREATED] + report.counts[Outcome.UPDATED]


def store(
    session: Session,
    record: CommitteeRecord,
    committee: Committee | None,
    report: FileReport,
    now: datetime,
) -> None:
    """Create or update one sheet, and count what became of it."""
    if committee is not None and committee.digest == record.digest:
        report.count(Outcome.UNCHANGED)
        return
    if committee is not None and committee.edited_at is not None:
        day = f"{to_paris(committee.edited_at):%d/%m/%Y}"
        what = (
            f"fiche corrigée par {committee.edited_by} le {day} : gardée telle quelle "
            "(la changer avec « flask committees edit »)"
        )
        report.refuse(RowError(where=f"{record.where} {record.slug}", what=what))
        return
    outcome = Outcome.CREATED if committee is None else Outcome.UPDATED
    if committee is None:
        committee = Committee(slug=record.slug, created_at=now)
        session.add(committee)
        before: dict[str, object] = {}
    else:
        before = values_of(committee)
    apply(committee, record)
    committee.origin, committee.digest, committee.updated_at = report.file, record.digest, now
    session.flush()
    if before:
        changes = audit.differences(before, record.values())
        subject = (SUBJECT, record.slug)
        audit.record(session, subject, changes, author=f"Import {report.file}"[:120], now=now)
    report.count(outcome)


def apply(committee: Committee, record: CommitteeRecord) -> None:
    """Write on a sheet what a record says."""
    for name in FIELDS:
        value = getattr(record, name)
        setattr(committee, name, value if name in DATES else plain(value))


def values_of(committee: Committee) -> dict[str, object]:
    """The fields of a sheet, as plain JSON values."""
    return {name: plain(getattr(committee, name)) for name in FIELDS}


def record_of(committee: Committee) -> CommitteeRecord:
    """A sheet as a record, to be checked with others."""
    values = {name: thaw(getattr(committee, name)) for name in FIELDS}
    values |= {"kind": CommitteeKind(committee.kind), "level": Level(committee.level)}
    return CommitteeRecord(where=committee.slug, **values)  # type: ignore[arg-type]


def thaw(value: object) -> object:
    """A value of the table as a record holds it."""
    return tuple(value) if isinstance(value, list) else value

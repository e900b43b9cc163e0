"""Keep what a file says of events: created, updated, unchanged or refused, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import NBSP
from app.events import queries, services
from app.events.models import Event
from app.events.records import EventRecord
from app.imports.batches import cut_batches, keep_readable
from app.imports.report import FileReport, Outcome, RowError


def import_records(
    session: Session,
    items: Iterable[EventRecord | RowError],
    report: FileReport,
    *,
    now: datetime,
) -> list[Event]:
    """Store the records, fill the report, and give the events created or updated.

    One is known by its identifier, else by its title, start and place: the same file twice changes
    nothing, and neither do two files that say the same. A second row of a file for the same event
    is refused, unless it says the same. Flushes, never commits.
    """
    changed: dict[int, Event] = {}
    first: dict[int, EventRecord] = {}
    for batch in cut_batches(keep_readable(items, report)):
        found = list(
            session.scalars(queries.known([r.key for r in batch], [r.fingerprint for r in batch]))
        )
        by_uid = {event.uid: event for event in found}
        by_print = {event.fingerprint: event for event in found}
        for item in batch:
            known = by_uid.get(item.key) or by_print.get(item.fingerprint)
            if known is not None and known.id in first:
                say_twice(first[known.id], item, report)
                continue
            stored = services.store(session, item, known, origin=report.file, now=now)
            event = stored.event
            by_uid[event.uid] = by_print[event.fingerprint] = event
            first[event.id] = item
            report.count(stored.outcome)
            if stored.outcome is not Outcome.UNCHANGED:
                changed[event.id] = event
            if stored.is_kept_cancelled:
                what = f"annulé par l’équipe, le reste{NBSP}: /agenda/{event.slug}"
                report.remarks.append(RowError(where=item.where, what=what))
        session.flush()
    return list(changed.values())


def say_twice(first: EventRecord, again: EventRecord, report: FileReport) -> None:
    """Count a second row for an event of the same file: unchanged, or refused if it differs."""
    if replace(again, where=first.where, uid=first.uid) == first:
        report.count(Outcome.UNCHANGED)
        return
    what = f"uid{NBSP}: cet événement est déjà dans le fichier, {first.where}, et diffère"
    report.refuse(RowError(where=again.where, what=what))

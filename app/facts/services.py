"""Figures: stored from a file, read by territory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.facts.models import Fact
from app.facts.queries import all_facts
from app.facts.records import FactRecord, record_of
from app.imports.report import FileReport, Outcome, RowError
from app.toolkit.measures import load_measures

OWN = "portail"
IDENTITY = ("measure", "territory", "kind", "sector", "dated", "is_target", "source")
KEPT = tuple(f.name for f in fields(FactRecord) if f.name != "where")
Identity = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The latest known value of a measure somewhere, in the measure's unit."""

    value: Decimal
    dated: date
    period: str
    source: str
    source_url: str
    reliability: str


def import_facts(
    session: Session,
    items: Iterable[FactRecord | RowError],
    report: FileReport,
    *,
    origin: str,
    now: datetime,
) -> None:
    """Store the figures of a file and fill the report; flushes.

    One figure is known by what it measures, where, when and after which source: imported again, it
    is corrected. A file that says it twice with two values has the second refused.
    """
    known = {identify(fact): fact for fact in session.scalars(all_facts())}
    seen: set[Identity] = set()
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
            continue
        identity = identify(item)
        if identity in seen:
            what = "le fichier donne déjà ce chiffre pour ce territoire, cette date et cette source"
            report.refuse(RowError(where=item.where, what=what))
            continue
        seen.add(identity)
        report.count(upsert(session, known.get(identity), item, origin, now))
    session.flush()


def identify(item: Fact | FactRecord) -> Identity:
    """What makes it one figure."""
    return tuple(getattr(item, name) for name in IDENTITY)


def upsert(
    session: Session, fact: Fact | None, record: FactRecord, origin: str, now: datetime
) -> Outcome:
    """Create or correct one figure."""
    values = {name: getattr(record, name) for name in KEPT}
    if fact is None:
        session.add(Fact(**values, origin=origin, updated_at=now))
        return Outcome.CREATED
    changed = {name: v for name, v in values.items() if getattr(fact, name) != v}
    if not changed:
        return Outcome.UNCHANGED
    for name, value in changed.items():
        setattr(fact, name, value)
    fact.origin, fact.updated_at = origin, now
    return Outcome.UPDATED


def import_own(session: Session, now: datetime) -> FileReport:
    """Store the figures of `content/facts.yaml`, and forget those it no longer gives; flushes."""
    report = FileReport(file="content/facts.yaml")
    records = [
        record_of(measure, fact) for measure in load_measures().values() for fact in measure.facts
    ]
    import_facts(session, records, report, origin=OWN, now=now)
    written = {identify(record) for record in records}
    for fact in session.scalars(sa.select(Fact).where(Fact.origin == OWN)):
        if identify(fact) not in written:
            session.delete(fact)
    session.flush()
    return report


def figures_of(session: Session, keys: Collection[str]) -> Mapping[str, Mapping[str, Figure]]:
    """The latest figure of each of these measures, by territory code, then by key.

    Only those for all kinds and sectors, that are numbers and no target; one query.
    """
    found: dict[str, dict[str, Figure]] = {}
    for fact in session.scalars(all_facts(keys)):
        if fact.value is None or fact.kind or fact.sector or fact.is_target:
            continue
        found.setdefault(fact.territory, {})[fact.measure] = Figure(
            value=fact.value,
            dated=fact.dated,
            period=fact.period,
            source=fact.source,
            source_url=fact.source_url,
            reliability=fact.reliability,
        )
    return found

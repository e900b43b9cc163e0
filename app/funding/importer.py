"""Keep what files say of schemes: created, updated, unchanged, refused, or waiting for the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.services import differences
from app.funding.checks import find_faults
from app.funding.directory import everything, scheme_of
from app.funding.models import FundingScheme
from app.funding.services import create, keep_names, write_over
from app.funding.sources.source import Item, SchemeRecord, Source
from app.funding.values import values_of
from app.imports.report import FileReport, Outcome, RowError
from app.imports.text import slugify
from app.proposals.models import ProposalKind
from app.proposals.services import Draft, submit_import
from app.toolkit.schemes import Call, Scheme

OWN = frozenset({"portail", "csv"})  # files of the team: their slugs name the sheets
WAITS = "fiche tenue par l’équipe : la modification attend une décision (flask proposals list)"
REFUSED_BEFORE = "fiche tenue par l’équipe : cette modification a déjà été refusée"


def import_items(
    session: Session,
    items: Iterable[tuple[Source, Item] | RowError],
    report: FileReport,
    *,
    now: datetime,
) -> list[FundingScheme]:
    """Store what was read, fill the report, and give the sheets created or updated.

    Flushes, never commits. A sheet that a person edited, or that another source holds, is never
    written over: the change waits as a proposal, with what differs.
    """
    store = SchemeStore(session, report, now)
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        elif isinstance(item[1], RowError):
            report.refuse(item[1])
        else:
            store.take(item[0].key, item[1])
    return store.changed


class SchemeStore:
    """The sheets of the database, read once, ready for any number of records."""

    def __init__(self, session: Session, report: FileReport, now: datetime) -> None:
        self.session, self.report, self.now = session, report, now
        self.changed: list[FundingScheme] = []
        self.by_slug: dict[str, FundingScheme] = {}
        self.by_key: dict[tuple[str, str], FundingScheme] = {}
        self.read: dict[tuple[str, str], SchemeRecord] = {}
        self.place = 0
        for row in session.scalars(everything()):
            self.know(row)

    def know(self, row: FundingScheme) -> None:
        """Find that row again by its addresses and its identifier."""
        for slug in row.former_slugs:
            self.by_slug.setdefault(slug, row)
        self.by_slug[row.slug] = row
        self.by_key[row.origin, row.source_key] = row

    def remark(self, record: SchemeRecord, what: str) -> None:
        """Say something that refuses nothing."""
        self.report.remarks.append(RowError(where=record.where, what=what))

    def take(self, origin: str, record: SchemeRecord) -> None:
        """Keep one record, or refuse it with every reason."""
        key = (origin, record.key)
        if key in self.read:
            record = self.join(self.read[key], record)
        faults = find_faults(record.scheme)
        if faults:
            self.report.refuse(RowError(where=record.where, what=" ; ".join(faults)))
            return
        self.read[key] = record
        self.place += 1
        for remark in record.remarks:
            self.remark(record, remark)
        row = self.by_key.get(key) or (
            self.by_slug.get(record.scheme.slug) if origin in OWN else None
        )
        self.report.count(
            self.create(key, record) if row is None else self.update(row, key, record)
        )

    def join(self, first: SchemeRecord, again: SchemeRecord) -> SchemeRecord:
        """A record whose identifier the file gave before: its calls come after the first ones."""
        calls = (*first.scheme.calls, *again.scheme.calls)
        return replace(again, scheme=replace(again.scheme, calls=calls))

    def create(self, key: tuple[str, str], record: SchemeRecord) -> Outcome:
        """A new sheet, at an address of its own."""
        scheme = record.scheme
        if scheme.slug in self.by_slug:
            scheme = replace(scheme, slug=f"{scheme.slug}-{slugify(record.key)}"[:120])
        row = create(self.session, scheme, key, self.now)
        row.position = self.place if key[0] == "portail" else 10_000
        self.know(row)
        self.changed.append(row)
        return Outcome.CREATED

    def update(self, row: FundingScheme, key: tuple[str, str], record: SchemeRecord) -> Outcome:
        """A sheet already known: written over, or left for the team to decide."""
        old = scheme_of(row)
        new = keep_names(old, merge(old, record))
        changes = differences(values_of(old), values_of(new))
        if not changes:
            return Outcome.UNCHANGED
        if row.edited_at is not None or row.origin != key[0]:
            draft = Draft(
                kind=ProposalKind.SCHEME_CHANGE,
                title=row.name,
                payload={"changes": changes, "values": values_of(new)},
                subject=row.slug,
            )
            kept = submit_import(self.session, draft, self.report.file, self.now)
            self.remark(record, WAITS if kept else REFUSED_BEFORE)
            return Outcome.UNCHANGED
        write_over(
            self.session, row, new, author=f"import : {self.report.file}"[:120], now=self.now
        )
        self.know(row)
        self.changed.append(row)
        return Outcome.UPDATED


def merge(old: Scheme, record: SchemeRecord) -> Scheme:
    """What a record says, with what its source never speaks of: address, relations, past calls."""
    new = replace(record.scheme, slug=old.slug)
    if not record.keeps_past:
        return replace(
            new,
            sources=new.sources or old.sources,
            is_minimis=new.is_minimis or old.is_minimis,
            former_slugs=old.former_slugs,
        )
    kept = tuple(c for c in old.calls if not any(meets(c, other) for other in new.calls))
    return replace(
        new,
        calls=(*kept, *new.calls),
        generic=old.generic,
        not_with=old.not_with,
        former_slugs=old.former_slugs,
    )


def meets(one: Call, other: Call) -> bool:
    """Whether two calls are the same one, or overlap: the newer then takes its place."""
    if one.year == other.year or None in {one.opens_on, one.closes_on}:
        return True
    if other.opens_on is None or other.closes_on is None:
        return True
    return bool(
        one.opens_on
        and one.closes_on
        and one.opens_on <= other.closes_on
        and other.opens_on <= one.closes_on
    )

"""Keep contracts awarded: created, updated or unchanged, one by number whatever the times told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.awards.archive import digest, pack, unpack
from app.awards.merging import is_same_contract, merge
from app.awards.models import Award, AwardHolder, AwardSector
from app.awards.projection import project, project_holders, project_sectors
from app.awards.records import AwardRecord
from app.clock import to_paris
from app.imports.report import FileReport, Outcome, RowError
from app.tenders.turns import wait_for_turn


def store_awards(
    session: Session, records: Sequence[AwardRecord], report: FileReport, *, now: datetime
) -> list[str]:
    """Keep these contracts, fill the report, give the references of those created or updated.

    Writes, never commits; awards already loaded in the session are not refreshed. The same row
    twice changes nothing; another row of the same contract joins it (see `merging`). Two imports
    take turns, batch by batch.
    """
    wait_for_turn(session)
    batch = Batch(read_entries(session, {record.uid for record in records}))
    today = to_paris(now).date()
    for record in records:
        outcome, remarks = batch.keep(record)
        report.count(outcome)
        if record.notified_on is not None and record.notified_on > today:
            remarks.append(f"notifié à une date à venir : {record.notified_on:%d/%m/%Y}")
        where = record.number or record.uid[:40]
        report.remarks.extend(RowError(where=where, what=what) for what in remarks)
    write_entries(session, batch.entries(), now)
    return [entry.reference for entry in batch.entries() if entry.is_changed]


@dataclass(kw_only=True, eq=False)
class Entry:
    """A contract of one number: what is known of it, and the fingerprints of every row told.

    `id` is None for a new one; `record` is read from `packed` once it is needed.
    """

    uid: str
    part: int
    digests: list[str]
    id: int | None = None
    packed: dict[str, Any] = field(default_factory=dict)
    told: AwardRecord | None = None
    is_changed: bool = False
    is_marked: bool = False
    seen: set[str] = field(default_factory=set)

    @property
    def reference(self) -> str:
        """The public id."""
        return self.uid if self.part == 1 else f"{self.uid}~{self.part}"

    @property
    def record(self) -> AwardRecord:
        """What is known."""
        if self.told is None:
            self.told = unpack(self.packed)
        return self.told


def read_entries(session: Session, uids: Iterable[str]) -> dict[str, list[Entry]]:
    """What is kept of these numbers."""
    columns = (Award.id, Award.uid, Award.part, Award.digests, Award.record)
    select = sa.select(*columns).where(Award.uid.in_(sorted(uids))).order_by(Award.uid, Award.part)
    found: dict[str, list[Entry]] = defaultdict(list)
    for number, uid, part, digests, packed in session.execute(select):
        found[uid].append(
            Entry(id=number, uid=uid, part=part, digests=list(digests), packed=packed)
        )
    return found


class Batch:
    """The contracts of some numbers, and what the records of a batch make of them."""

    def __init__(self, known: dict[str, list[Entry]]) -> None:
        self.known = known

    def entries(self) -> list[Entry]:
        """Every contract, in a stable order."""
        return [entry for entries in self.known.values() for entry in entries]

    def keep(self, record: AwardRecord) -> tuple[Outcome, list[str]]:
        """What becomes of one record, and what to say of it."""
        mark = digest(pack(record))
        entry = self.find(record, mark)
        if entry is None:
            self.create(record, mark)
            return Outcome.CREATED, list(record.remarks)
        if mark in entry.seen:
            return Outcome.UNCHANGED, ["présent plusieurs fois à l’identique : gardé une fois"]
        remarks = []
        if entry.seen and not record.is_row:
            remarks.append("même numéro présent plusieurs fois : le dernier état est gardé")
        entry.seen.add(mark)
        if mark in entry.digests:
            return Outcome.UNCHANGED, remarks
        return join(entry, record, mark), [*remarks, *record.remarks]

    def find(self, record: AwardRecord, mark: str) -> Entry | None:
        """The contract of a record, if it is known."""
        entries = self.known.get(record.uid, [])
        already = next((entry for entry in entries if mark in entry.digests), None)
        if already is not None:
            return already
        return next((entry for entry in entries if is_same_contract(entry.record, record)), None)

    def create(self, record: AwardRecord, mark: str) -> None:
        """A new contract; the next of its number where that one is taken by another."""
        entries = self.known.setdefault(record.uid, [])
        part = 1 + max((entry.part for entry in entries), default=0)
        entry = Entry(
            uid=record.uid, part=part, digests=[mark], told=record, is_changed=True, seen={mark}
        )
        entries.append(entry)


def join(entry: Entry, record: AwardRecord, mark: str) -> Outcome:
    """Bring another row into a contract; what is created by this batch is not counted again."""
    merged = merge(entry.record, record)
    is_other = pack(merged) != pack(entry.record)
    entry.digests = [*entry.digests, mark]
    entry.is_marked = True
    entry.told = merged
    outcome = Outcome.UPDATED if is_other and not entry.is_changed else Outcome.UNCHANGED
    entry.is_changed = entry.is_changed or is_other
    return outcome


def write_entries(session: Session, entries: Sequence[Entry], now: datetime) -> None:
    """Write what changed: new contracts, known ones, then holders and sectors of both."""
    new = [entry for entry in entries if entry.id is None]
    changed = [entry for entry in entries if entry.is_changed]
    update_entries(session, [entry for entry in entries if entry.id is not None], now)
    if new:
        rows = [
            {
                "uid": entry.uid,
                "part": entry.part,
                "reference": entry.reference,
                "created_at": now,
                **columns_of(entry, now),
            }
            for entry in new
        ]
        insert = sa.insert(Award).returning(Award.id, sort_by_parameter_order=True)
        for entry, number in zip(new, session.scalars(insert, rows), strict=True):
            entry.id = number
    for model, project_rows in ((AwardHolder, project_holders), (AwardSector, project_sectors)):
        children = [
            {"award_id": entry.id, **row} for entry in changed for row in project_rows(entry.record)
        ]
        if children:
            session.execute(sa.insert(model), children)


def update_entries(session: Session, known: Sequence[Entry], now: datetime) -> None:
    """Write the known contracts that changed, and the rows that taught nothing new of others."""
    changed = [entry for entry in known if entry.is_changed]
    if changed:
        rows = [{"id": entry.id, **columns_of(entry, now)} for entry in changed]
        session.execute(sa.update(Award), rows)
        ids = [entry.id for entry in changed]
        for model in (AwardHolder, AwardSector):
            session.execute(sa.delete(model).where(model.award_id.in_(ids)))
    marked = [entry for entry in known if entry.is_marked and not entry.is_changed]
    if marked:
        rows = [{"id": entry.id, "digests": entry.digests} for entry in marked]
        session.execute(sa.update(Award), rows)


def columns_of(entry: Entry, now: datetime) -> dict[str, Any]:
    """The columns that a change writes."""
    return {**project(entry.record), "digests": entry.digests, "updated_at": now}

"""What the portal does with notices: keep them, join them into chains, judge each chain again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.imports.report import FileReport, Outcome, RowError
from app.tenders.archive import pack
from app.tenders.chains import group_notices, related_consultations
from app.tenders.models import Consultation, Lot, Notice, NoticeLink, PendingDocument
from app.tenders.projection import project
from app.tenders.records import NoticeRecord
from app.tenders.republication import propose_republications
from app.tenders.turns import wait_for_turn


def store_notices(
    session: Session,
    records: Sequence[NoticeRecord],
    report: FileReport,
    *,
    now: datetime,
    is_demo: bool = False,
) -> list[Consultation]:
    """Keep these notices, and give the consultations that changed, projected again.

    Flushes, never commits. The same number twice in one batch is kept once, the last one, as the
    publisher does. Two imports take turns, batch by batch.
    """
    latest = {(record.source, record.id): record for record in records}
    report_repeats(records, latest, report)
    wait_for_turn(session)
    related = related_consultations(session, latest.values())
    chains = read_chains(session, related)
    known = {(n.source, n.number): n for c in chains for n in c.notices}
    changed: set[tuple[str, str]] = set()
    fresh: list[Notice] = []
    for key, record in latest.items():
        notice = known.get(key)
        values = pack(record)
        if notice is None:
            fresh.append(make_notice(record, values, now))
            outcome = Outcome.CREATED
        else:
            outcome = Outcome.UNCHANGED
            if notice.record != values:
                update_notice(notice, record, values, now)
                outcome = Outcome.UPDATED
        if outcome is not Outcome.UNCHANGED:
            changed.add(key)
        report.count(outcome)
        report.remarks.extend(RowError(where=record.id, what=what) for what in record.remarks)
    if not changed:
        return []
    return settle_chains(session, chains, fresh, changed, now=now, is_demo=is_demo)


def report_repeats(
    records: Sequence[NoticeRecord],
    latest: dict[tuple[str, str], NoticeRecord],
    report: FileReport,
) -> None:
    """Say which numbers came more than once; the earlier ones count as unchanged."""
    for record in records:
        if latest[record.source, record.id] is not record:
            report.count(Outcome.UNCHANGED)
            what = "avis présent plusieurs fois dans le fichier : le dernier est gardé"
            report.remarks.append(RowError(where=record.id, what=what))


def read_chains(session: Session, ids: set[int]) -> list[Consultation]:
    """These consultations, with all a new judgement needs."""
    select = (
        sa.select(Consultation)
        .where(Consultation.id.in_(ids))
        .options(
            selectinload(Consultation.notices).selectinload(Notice.links),
            selectinload(Consultation.lots),
            selectinload(Consultation.clauses),
        )
        .order_by(Consultation.id)
    )
    return list(session.scalars(select))


def make_notice(record: NoticeRecord, values: dict[str, object], now: datetime) -> Notice:
    """A notice, not yet in a chain."""
    notice = Notice(source=record.source, number=record.id, links=[])
    update_notice(notice, record, values, now)
    return notice


def update_notice(
    notice: Notice, record: NoticeRecord, values: dict[str, object], now: datetime
) -> None:
    """Set what a notice says."""
    notice.kind = record.kind
    notice.published_on = record.published_on
    notice.folder_id = record.folder_id
    notice.record = values
    notice.imported_at = now
    wanted = {number for number in record.previous if number != record.id}
    notice.links = [link for link in notice.links if link.is_manual or link.number in wanted] + [
        NoticeLink(number=number)
        for number in sorted(wanted - {link.number for link in notice.links})
    ]


def settle_chains(
    session: Session,
    chains: Sequence[Consultation],
    fresh: Sequence[Notice],
    changed: set[tuple[str, str]],
    *,
    now: datetime,
    is_demo: bool,
) -> list[Consultation]:
    """Put each notice in the consultation of its chain; join those that turn out to be one."""
    home = {id(notice): c for c in chains for notice in c.notices}
    everything = [*home_order(chains), *fresh]
    settled: list[tuple[Consultation, list[Notice]]] = []
    for group in group_notices(everything):
        if not any((n.source, n.number) in changed for n in group):
            continue
        homes = [home[id(n)] for n in group if id(n) in home]
        consultation = min(homes, key=lambda c: c.id, default=None) or Consultation(
            created_at=now, is_demo=is_demo, lots=[], clauses=[]
        )
        settled.append((consultation, group))
    known = [(c, group) for c, group in settled if c.id is not None]
    former = [c.reference for c in chains]
    clear_findings(session, [consultation for consultation, _ in known])
    for consultation, group in known:
        consultation.notices = group
    drop_empty(session, chains)  # before any of them gives its number to another
    for consultation, group in settled:
        consultation.notices = group
        project(consultation, now)
        session.add(consultation)
    session.flush()
    consultations = [consultation for consultation, _ in settled]
    if not is_demo:  # what is fictional is indexed by who loads it, and follows nothing
        mark_pending(session, [*former, *(c.reference for c in consultations)])
        propose_republications(session, consultations, now)
    return consultations


def settle_again(
    session: Session, references: Sequence[str], *, now: datetime
) -> list[Consultation]:
    """Judge these consultations again as one batch: their links or the clock have changed."""
    wait_for_turn(session)
    select = sa.select(Consultation.id).where(Consultation.reference.in_(references))
    chains = read_chains(session, set(session.scalars(select)))
    changed = {(n.source, n.number) for c in chains for n in c.notices}
    return settle_chains(session, chains, [], changed, now=now, is_demo=False)


def overdue(now: datetime) -> sa.Select[str]:
    """Consultations that show a deadline which has passed while one of their lots is still open."""
    coming = sa.select(Lot.consultation_id).where(Lot.deadline_at > now)
    return (
        sa.select(Consultation.reference)
        .where(Consultation.deadline_at <= now, Consultation.id.in_(coming))
        .order_by(Consultation.id)
    )


def mark_pending(session: Session, references: Iterable[str]) -> None:
    """Have the search write these consultations again, or forget those that are gone."""
    rows = [{"reference": reference} for reference in dict.fromkeys(references)]
    if rows:
        session.execute(sa.insert(PendingDocument), rows)


def home_order(chains: Sequence[Consultation]) -> list[Notice]:
    """The notices already kept, consultation by consultation."""
    return [notice for consultation in chains for notice in consultation.notices]


def clear_findings(session: Session, consultations: Sequence[Consultation]) -> None:
    """Delete the lots and clauses found before, so that new ones may take their numbers."""
    for consultation in consultations:
        consultation.lots.clear()
        consultation.clauses.clear()
    session.flush()


def drop_empty(session: Session, consultations: Sequence[Consultation]) -> None:
    """Delete the consultations whose notices have all moved to another."""
    session.flush()
    for consultation in consultations:
        if not consultation.notices:
            session.delete(consultation)
    session.flush()

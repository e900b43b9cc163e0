"""Fictional consultations, from their samples to notices such as a parser gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.clock import PARIS, to_paris, to_utc
from app.demo.samples import ClauseSample, ConsultationSample, FollowUpSample, LotSample
from app.tenders.records import (
    Buyer,
    Deadline,
    LotRecord,
    NoticeKind,
    NoticeRecord,
    Place,
    Precision,
    SocialClause,
)

SOURCE = "demo"
NOON = time(12)


def make_notices(sample: ConsultationSample, now: datetime) -> Iterator[NoticeRecord]:
    """The call of a consultation, then what followed it, dated from that instant."""
    on = to_paris(now).date()
    call = make_call(sample, on)
    yield call
    previous = call.id
    for follow_up in sample.follow_ups:
        notice = make_follow_up(call, follow_up, previous, on)
        yield notice
        previous = notice.id


def make_call(sample: ConsultationSample, on: date) -> NoticeRecord:
    """The first notice, which describes the whole."""
    lots = tuple(make_lot(str(number), lot) for number, lot in enumerate(sample.lots, start=1))
    buyer = Buyer(
        name=sample.buyer.name, postal_code=sample.buyer.postal_code, city=sample.buyer.city
    )
    return NoticeRecord(
        id=sample.id,
        source=SOURCE,
        kind=NoticeKind.CALL,
        published_on=on - timedelta(days=sample.published_days_ago),
        title=sample.title,
        buyer=buyer,
        description=sample.description,
        family=sample.family,
        nature=sample.nature,
        procedure=sample.procedure,
        departments=(sample.buyer.postal_code[:2],),
        cpv=tuple(dict.fromkeys(code for lot in lots for code in lot.cpv)),
        lots=lots,
        deadline=at_noon(on, sample.deadline_in_days),
        value=sample.value,
        clauses=tuple(map(make_clause, sample.clauses)),
        criteria=sample.criteria,
    )


def make_follow_up(
    call: NoticeRecord, sample: FollowUpSample, previous: str, on: date
) -> NoticeRecord:
    """A later notice: it names the one before, and says only what changes."""
    days = sample.deadline_in_days
    return replace(
        call,
        id=sample.id,
        kind=sample.kind,
        published_on=on - timedelta(days=sample.published_days_ago),
        previous=(previous,),
        amendment_text=sample.text,
        description="",
        cpv=(),
        lots=(),
        clauses=(),
        criteria="",
        value=None,
        deadline=None if days is None else at_noon(on, days),
    )


def make_lot(number: str, sample: LotSample) -> LotRecord:
    """One lot, with its places of performance."""
    return LotRecord(
        number=number,
        title=sample.title,
        description=sample.description,
        cpv=sample.cpv,
        places=tuple(map(make_place, sample.places)),
        value=sample.value,
        duration_months=sample.months,
    )


def make_place(line: str) -> Place:
    """The place of a line such as « 93100 Montreuil »."""
    postal_code, _, city = line.partition(" ")
    return Place(postal_code=postal_code, city=city)


def make_clause(sample: ClauseSample) -> SocialClause:
    """One clause, with its proof."""
    return SocialClause(
        kind=sample.kind,
        quotation=sample.quotation,
        field=sample.field,
        lot=sample.lot or None,
        article=sample.article,
        origin=sample.origin,
    )


def at_noon(on: date, days: int) -> Deadline:
    """Noon in Paris, that many days after a day."""
    local = datetime.combine(on + timedelta(days=days), NOON)
    return Deadline(
        at=to_utc(local.replace(tzinfo=PARIS)),
        local=local,
        precision=Precision.MINUTE,
        source="date fictive de démonstration, heure de Paris",
    )

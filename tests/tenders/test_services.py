from __future__ import annotations

import itertools
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.imports.report import FileReport, Outcome
from app.tenders.models import Consultation, Notice
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord
from app.tenders.services import store_notices
from tests.tenders.builders import clause, lot, notice

CALL = notice(
    "26-1",
    day=1,
    until="2026-12-31T12:00",
    cpv=("90919300",),
    lots=(lot("1", cpv=("90919300",)), lot("2", cpv=("77310000",))),
    clauses=(clause(ClauseKind.EXECUTION),),
    departments=("93",),
)
AMENDED = notice(
    "26-2",
    NoticeKind.AMENDMENT,
    day=5,
    until="2027-01-15T12:00",
    previous=("26-1",),
    lots=(lot("1", cpv=("90919300",)),),
)
AWARDED = notice("26-3", NoticeKind.AWARD, day=20, previous=("26-2",))
OTHER = notice("26-8", day=3, until="2026-12-20T12:00", title="Espaces verts")


def store(session: Session, now: datetime, *records: NoticeRecord) -> FileReport:
    report = FileReport(file="test")
    store_notices(session, records, report, now=now)
    session.commit()
    session.expunge_all()
    return report


def kept(session: Session) -> list[dict[str, object]]:
    select = (
        sa.select(Consultation)
        .order_by(Consultation.reference)
        .options(
            selectinload(Consultation.notices),
            selectinload(Consultation.lots),
            selectinload(Consultation.clauses),
        )
    )
    return [
        {
            "reference": c.reference,
            "status": c.status,
            "deadline": c.deadline_at,
            "notices": sorted(n.number for n in c.notices),
            "lots": [x.number for x in c.lots],
            "clauses": [x.kind for x in c.clauses],
            "lot_count": c.lot_count,
        }
        for c in session.scalars(select)
    ]


def test_a_notice_becomes_a_consultation_with_lots_places_sectors_and_clauses(
    session: Session, now: datetime
) -> None:
    report = store(session, now, CALL)
    assert report.counts[Outcome.CREATED] == 1
    (found,) = kept(session)
    assert found["lots"] == ["1", "2"]
    assert found["clauses"] == ["execution"]
    consultation = session.scalars(sa.select(Consultation)).one()
    assert len(consultation.sectors) >= 2
    assert consultation.places


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_whatever_the_order_and_the_batches_the_same_is_kept(
    session: Session, now: datetime, order: tuple[int, ...]
) -> None:
    records = (CALL, AMENDED, AWARDED, OTHER)
    for position in order:
        store(session, now, records[position])
    apart = kept(session)
    assert [c["reference"] for c in apart] == ["26-1", "26-8"]
    assert apart[0]["notices"] == ["26-1", "26-2", "26-3"]
    assert apart[0]["status"] == "awarded"
    assert apart[0]["lots"] == ["1"]
    session.execute(sa.delete(Consultation))
    session.commit()
    store(session, now, *(records[position] for position in order))
    assert kept(session) == apart


def test_twice_changes_nothing(session: Session, now: datetime) -> None:
    store(session, now, CALL, AMENDED, OTHER)
    before = kept(session)
    report = store(session, now, CALL, AMENDED, OTHER)
    assert report.counts[Outcome.UNCHANGED] == 3
    assert report.counts[Outcome.UPDATED] == report.counts[Outcome.CREATED] == 0
    assert kept(session) == before


def test_a_number_that_comes_twice_in_a_file_is_kept_once_the_last(
    session: Session, now: datetime
) -> None:
    again = notice("26-8", day=3, until="2026-12-21T12:00", title="Espaces verts et parcs")
    report = store(session, now, OTHER, again)
    assert report.read == 2
    assert "dernier est gardé" in report.remarks[0].what
    assert session.scalars(sa.select(Consultation.title)).one() == "Espaces verts et parcs"


def test_two_consultations_that_turn_out_to_be_one_are_joined(
    session: Session, now: datetime
) -> None:
    store(session, now, CALL)
    store(session, now, AWARDED)
    assert [c["reference"] for c in kept(session)] == ["26-1", "26-3"]
    store(session, now, AMENDED)
    assert [c["reference"] for c in kept(session)] == ["26-1"]
    assert session.scalar(sa.select(sa.func.count(Notice.id))) == 3


def test_notices_of_one_folder_are_one_consultation(session: Session, now: datetime) -> None:
    folder = {"folder_id": "5a7e27ff-d4bf-458b-8afb-4eb699804566"}
    store(session, now, notice("26-1", until="2026-12-31T12:00", **folder))
    store(session, now, notice("26-4", NoticeKind.CANCELLATION, day=9, **folder))
    (found,) = kept(session)
    assert found["status"] == "cancelled"


def test_a_notice_that_points_to_itself_or_in_a_circle_ends(
    session: Session, now: datetime
) -> None:
    one = notice("26-1", previous=("26-1", "26-2"))
    two = notice("26-2", NoticeKind.AMENDMENT, day=2, previous=("26-1",))
    store(session, now, one, two)
    assert len(kept(session)) == 1


def test_lots_of_one_number_and_very_long_values_are_kept(session: Session, now: datetime) -> None:
    long = "x" * 5000
    record = notice(
        "26-1", title="é" * 500, lots=(lot(), lot()), documents_url="https://a.fr/" + "y" * 800,
        clauses=(clause(quotation=long, field=long[:300], article=long[:200]),), procedure=long,
    )  # fmt: skip
    store(session, now, record)
    (found,) = kept(session)
    assert found["lots"] == ["1"]


@pytest.mark.parametrize("together", [True, False])
def test_the_boamp_and_ted_join_by_the_number_of_the_procedure(
    session: Session, now: datetime, together: bool
) -> None:
    folder = "34c66c11-26e2-4614-af4e-362a0de485bf"
    boamp = notice("26-1", day=1, until="2026-12-31T12:00", folder_id=folder)
    ted = notice("00000123-2026", day=3, source="ted", until="2026-12-31T12:00", folder_id=folder)
    for records in ((boamp, ted),) if together else ((ted,), (boamp,)):
        store(session, now, *records)
    (found,) = kept(session)
    assert found["reference"] == "26-1"
    assert found["notices"] == ["00000123-2026", "26-1"]

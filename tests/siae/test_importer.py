from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.imports.report import FileReport, Outcome
from app.matching.kinds import ServiceType, SiaeKind
from app.siae.importer import import_records
from app.siae.models import Siae
from app.siae.records import SiaeRecord
from app.siae.sources import SOURCES
from app.siae.sources.csv_source import parse_file


def record(**values: object) -> SiaeRecord:
    given: dict[str, object] = {
        "line": 2,
        "siret": "21920062300011",
        "kind": SiaeKind.ACI,
        "name": "LES JARDINS",
        "source": "test",
        "postal_code": "93000",
        "city": "Bobigny",
        "naf_code": "8130Z",
        **values,
    }
    return SiaeRecord(**given)  # type: ignore[arg-type]


def bring(session: Session, now: datetime, *records: SiaeRecord) -> FileReport:
    report = FileReport(file="test")
    import_records(session, records, report, now=now)
    session.commit()
    return report


def kept(session: Session) -> list[Siae]:
    select = sa.select(Siae).options(selectinload(Siae.activities), selectinload(Siae.organisation))
    return list(session.scalars(select.order_by(Siae.id)))


def test_a_structure_is_placed_and_its_sectors_are_inferred(
    session: Session, now: datetime
) -> None:
    bring(session, now, record())
    (siae,) = kept(session)
    assert (siae.commune_code, siae.department_code, siae.geocoding) == ("93008", "93", "commune")
    assert siae.latitude is not None
    assert siae.activities
    assert all(activity.is_inferred and activity.evidence for activity in siae.activities)


def test_one_row_per_siret_and_kind(session: Session, now: datetime) -> None:
    report = bring(session, now, record(), record(line=3, kind=SiaeKind.EI), record(line=4))
    assert report.counts[Outcome.CREATED] == 2
    assert report.counts[Outcome.UNCHANGED] == 1
    assert len({siae.slug for siae in kept(session)}) == 2
    assert len({siae.organisation_id for siae in kept(session)}) == 1


@pytest.mark.parametrize(("kind", "count"), [(SiaeKind.AI, 1), (SiaeKind.ETTI, 2)])
def test_a_kind_that_lends_staff_is_known_to(
    session: Session, now: datetime, kind: SiaeKind, count: int
) -> None:
    bring(session, now, record(kind=kind, naf_code="8899B", name="ASSOC ODE"))
    (siae,) = kept(session)
    assert len(siae.activities) == count
    assert {activity.service for activity in siae.activities} == {ServiceType.STAFFING}


def test_what_a_person_declared_is_never_touched(session: Session, now: datetime) -> None:
    bring(session, now, record())
    (siae,) = kept(session)
    siae.activities[0].is_inferred = False
    siae.activities[0].evidence = "déclaré"
    session.commit()
    report = bring(session, now, record())
    assert report.counts[Outcome.UNCHANGED] == 1
    (siae,) = kept(session)
    assert siae.activities[0].evidence == "déclaré"


def test_a_changed_row_is_updated_once(session: Session, now: datetime) -> None:
    bring(session, now, record())
    assert bring(session, now, record(name="LES VERGERS")).counts[Outcome.UPDATED] == 1
    assert bring(session, now, record(name="LES VERGERS")).counts[Outcome.UNCHANGED] == 1


def test_the_real_files_come_in_whole_and_twice_changes_nothing(
    session: Session, now: datetime, shared_data: Path
) -> None:
    files = sorted((shared_data / "siae").glob("*.csv"))
    for turn in range(2):
        reports = []
        for path in files:
            report = FileReport(file=path.name)
            with path.open("rb") as file:
                import_records(session, parse_file(file, SOURCES), report, now=now)
            session.commit()
            reports.append(report)
        assert sum(report.read for report in reports) == 388
        assert not any(report.refusals for report in reports)
        created = sum(report.counts[Outcome.CREATED] for report in reports)
        assert created == (386 if turn == 0 else 0)
        assert not any(report.counts[Outcome.UPDATED] for report in reports)
    rows = kept(session)
    assert all(siae.commune_code and siae.latitude for siae in rows)

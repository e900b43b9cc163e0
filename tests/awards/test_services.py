from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.awards import queries
from app.awards.models import Award
from app.awards.records import AwardRecord, Consideration
from app.awards.services import store_awards
from app.awards.sources import parse_file
from app.imports.batches import cut_batches, keep_readable
from app.imports.report import FileReport, Outcome
from tests.awards.builders import BUYER, HOLDER, contract, contract_2019, read

HEAD = "id,acheteur_id,titulaire_id,montant,dateNotification,dureeMois,acheteur_departement_code\n"
OTHER, THIRD = "46733384800026", "30345677800024"


def keep(session: Session, now: datetime, *records: AwardRecord) -> FileReport:
    report = FileReport(file="test")
    store_awards(session, records, report, now=now)
    session.commit()
    session.expunge_all()
    return report


def bring(session: Session, now: datetime, *contracts: dict[str, Any]) -> FileReport:
    return keep(session, now, *read({"marches": list(contracts)}))


def kept(session: Session) -> list[Award]:
    return list(session.scalars(queries.with_details(sa.select(Award).order_by(Award.id))))


def test_an_award_is_kept_with_its_sectors_place_and_end(session: Session, now: datetime) -> None:
    report = bring(session, now, contract())
    assert report.counts[Outcome.CREATED] == 1
    (award,) = kept(session)
    assert award.reference == f"{BUYER}2024-017"
    assert (award.territory, award.territory_proof) == ("93", "place")
    assert award.ends_on == date(2027, 3, 31)
    assert award.considerations == {Consideration.CLAUSE}
    assert [(h.identifier, h.kind) for h in award.holders] == [(HOLDER, "SIRET")]
    assert award.sectors[0].sector == "espaces-verts"
    assert award.sectors[0].evidence


def test_twice_changes_nothing_and_asks_nothing_to_be_written(
    session: Session, now: datetime
) -> None:
    bring(session, now, contract(), contract(id="2"))
    report = bring(session, now, contract(), contract(id="2"))
    assert report.counts[Outcome.UNCHANGED] == 2
    assert report.counts[Outcome.UPDATED] == 0
    assert len(kept(session)) == 2


def test_one_number_is_one_award_whatever_the_set(session: Session, now: datetime) -> None:
    bring(session, now, contract())
    old = contract_2019(datePublicationDonnees="2025-04-01")
    report = bring(session, now, old)
    assert report.counts[Outcome.CREATED] == 0
    (award,) = kept(session)
    assert award.considerations == {Consideration.CLAUSE}
    assert award.buyer_name == "Ville de Drancy"
    assert bring(session, now, contract(), old).counts[Outcome.UNCHANGED] == 2


def test_the_last_of_two_in_a_file_is_kept_and_said(session: Session, now: datetime) -> None:
    report = bring(session, now, contract(), contract(offresRecues=9))
    assert report.counts[Outcome.CREATED] == 1
    assert report.counts[Outcome.UNCHANGED] == 1
    assert ["plusieurs fois" in remark.what for remark in report.remarks] == [True]
    (award,) = kept(session)
    assert award.offers_received == 9


def test_an_older_publication_takes_nothing_back(session: Session, now: datetime) -> None:
    newer = contract(datePublicationDonnees="2025-09-01", offresRecues=9)
    bring(session, now, newer)
    bring(session, now, contract())
    (award,) = kept(session)
    assert award.offers_received == 9


def test_lots_under_one_number_are_as_many_awards(session: Session, now: datetime) -> None:
    lots = [
        contract(objet=f"Lot {name}", montant=amount)
        for name, amount in (("bacs", 1000), ("osier", 2000))
    ]
    for outcome in (Outcome.CREATED, Outcome.UNCHANGED):
        assert bring(session, now, *lots).counts[outcome] == 2
    assert [a.reference for a in kept(session)] == [f"{BUYER}2024-017", f"{BUYER}2024-017~2"]


def test_the_last_modification_that_says_something_applies(session: Session, now: datetime) -> None:
    changes = [
        {"modification": {"dateNotificationModification": "2026-02-01", "montant": None,
                          "dureeMois": None, "titulaires": []}},
        {"modification": {"dateNotificationModification": "2026-01-01", "montant": 150000,
                          "dureeMois": 36, "titulaires": [{"titulaire": {"id": OTHER}}]}},
    ]  # fmt: skip
    bring(session, now, contract(modifications=changes))
    (award,) = kept(session)
    assert (award.amount, award.original_amount) == (150000, 120000)
    assert (award.duration_months, award.original_duration_months) == (36, 24)
    assert (award.modified_on, award.ends_on) == (date(2026, 2, 1), date(2028, 3, 31))
    assert [h.identifier for h in award.holders] == [OTHER]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_row_per_holder_is_one_award_even_across_batches(
    session: Session, now: datetime, cut: int
) -> None:
    rows = "".join(f"7,{BUYER},{who},5000,2024-09-27,12,93\n" for who in (OTHER, HOLDER, THIRD))
    records = read(HEAD + rows)
    for turn in range(2):
        reports = [keep(session, now, *records[:cut]), keep(session, now, *records[cut:])]
        created = sum(report.counts[Outcome.CREATED] for report in reports)
        updated = sum(report.counts[Outcome.UPDATED] for report in reports)
        assert created == (1 if turn == 0 else 0)
        assert updated == 0 or turn == 0
    (award,) = kept(session)
    assert {h.identifier for h in award.holders} == {HOLDER, OTHER, THIRD}
    assert (award.territory, award.territory_proof) == ("93", "buyer")


def test_rows_of_later_days_are_modifications_in_any_order(session: Session, now: datetime) -> None:
    rows = [
        f"7,{BUYER},{HOLDER},6000,2024-09-06,8,93\n",
        f"7,{BUYER},{HOLDER},5000,2024-07-02,2,93\n",
        f"7,{BUYER},{HOLDER},5500,2024-07-19,2,93\n",
    ]
    keep(session, now, *read(HEAD + "".join(rows)))
    (award,) = kept(session)
    assert award.notified_on == date(2024, 7, 2)
    assert (award.original_amount, award.amount) == (5000, 6000)
    assert (award.original_duration_months, award.duration_months) == (2, 8)
    assert award.ends_on == date(2025, 3, 2)


def test_a_poor_table_takes_nothing_from_a_rich_element(session: Session, now: datetime) -> None:
    bring(session, now, contract())
    keep(session, now, *read(HEAD + f"2024-017,{BUYER},,120000,2025-03-31,,\n"))
    (award,) = kept(session)
    assert award.object == "Entretien des espaces verts"
    assert award.considerations == {Consideration.CLAUSE}
    assert len(award.holders) == 1


def test_a_date_to_come_is_kept_and_said(session: Session, now: datetime) -> None:
    report = bring(session, now, contract(dateNotification="2027-05-01"))
    assert any("à venir" in remark.what for remark in report.remarks)
    assert kept(session)[0].notified_on == date(2027, 5, 1)


# Four contracts stand in both tables.
REAL = {"decp_csv": (538, 197 + 270 - 4), "decp_json_2019": (94, 94), "decp_xml_2022": (4, 2)}


@pytest.mark.parametrize(("folder", "count"), REAL.items())
def test_real_files_come_in_whole_and_twice_changes_nothing(
    session: Session, now: datetime, shared_data: Path, folder: str, count: tuple[int, int]
) -> None:
    for turn in range(2):
        reports = []
        for path in sorted((shared_data / folder).iterdir()):
            report = FileReport(file=path.name)
            with path.open("rb") as file:
                for batch in cut_batches(keep_readable(parse_file(file), report)):
                    store_awards(session, batch, report, now=now)
                    session.commit()
                    session.expunge_all()
            assert not report.refusals
            reports.append(report)
        assert sum(report.read for report in reports) == count[0]
        created = sum(report.counts[Outcome.CREATED] for report in reports)
        assert created == (count[1] if turn == 0 else 0)
        updated = sum(report.counts[Outcome.UPDATED] for report in reports)
        assert updated == 0 or turn == 0
    assert len(kept(session)) == count[1]


def test_a_batch_reads_in_a_bounded_number_of_statements(
    session: Session, now: datetime, queries: Callable[[], Any]
) -> None:
    records = read({"marches": [contract(id=str(n)) for n in range(200)]})
    keep(session, now, *records)
    with queries() as sent:
        keep(session, now, *records)
    assert len(sent) <= 6

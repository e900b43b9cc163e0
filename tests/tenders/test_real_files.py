"""The real notices of the shared data: what each file must give."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from app.tenders.records import NoticeKind, NoticeRecord
from app.tenders.sources import ParsedNotice, parse_file

COUNTS = {
    "dila_v2_20-152081.json": 1,
    "eforms_idf_2025-11_a.json": 2,
    "eforms_idf_2025-11_a.v21.json": 2,
    "fnsimple_2025-02-03_a.json": 8,
    "legacy_2006_a.json": 13,
    "mapa_2024-07_a.json": 1,
}


def read(path: Path) -> dict[str, NoticeRecord]:
    with path.open("rb") as file:
        found = list(parse_file(file))
    assert all(isinstance(item, ParsedNotice) for item in found), found
    return {item.record.id: item.record for item in found if isinstance(item, ParsedNotice)}


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "boamp_api_json"


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_notice_of_every_file_is_kept(folder: Path, name: str, count: int) -> None:
    records = read(folder / name)
    assert len(records) == count
    assert all(record.title and record.buyer.name for record in records.values())
    assert all(record.published_on for record in records.values())


def test_versions_1_and_2_of_the_api_say_the_same(folder: Path) -> None:
    old = read(folder / "eforms_idf_2025-11_a.json")
    assert old == read(folder / "eforms_idf_2025-11_a.v21.json")


@pytest.mark.parametrize(
    ("name", "number", "local"),
    [
        ("fnsimple_2025-02-03_a.json", "25-12212", datetime(2025, 3, 18, 12)),
        ("fnsimple_2025-02-03_a.json", "25-12216", datetime(2025, 3, 6, 17)),
        ("eforms_idf_2025-11_a.json", "25-123631", datetime(2025, 12, 8, 12)),
        ("eforms_idf_2025-11_a.json", "25-123130", datetime(2025, 12, 9, 12)),
        ("mapa_2024-07_a.json", "24-76932", datetime(2024, 7, 25, 12)),
        ("legacy_2006_a.json", "BXP06181020621O", datetime(2006, 7, 21, 12)),
        ("dila_v2_20-152081.json", "20-152081", datetime(2021, 3, 1, 12)),
    ],
)
def test_deadlines_are_those_of_the_clocks_in_paris(
    folder: Path, name: str, number: str, local: datetime
) -> None:
    deadline = read(folder / name)[number].deadline
    assert deadline is not None
    assert deadline.local == local


def test_details_of_real_notices(folder: Path) -> None:
    simple = read(folder / "fnsimple_2025-02-03_a.json")
    assert len(simple["25-12220"].lots) == 16
    assert [lot.number for lot in simple["25-12220"].lots[:4]] == ["1", "2", "3a", "3b"]
    assert simple["25-50122"].kind is NoticeKind.AWARD
    assert simple["25-50122"].previous == ("25-12212",)
    puteaux = read(folder / "eforms_idf_2025-11_a.json")["25-123130"]
    assert puteaux.buyer.siret == "21920062300011"
    assert puteaux.cpv == ("90910000", "90914000")
    assert puteaux.criteria.startswith("Valeur technique : 25 points")
    assert read(folder / "legacy_2006_a.json")["BWP06181000031P"].kind is NoticeKind.CANCELLATION

"""Reading beside: another process gives the same records, in order, or its end is said."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.cli.progress import Watched
from app.imports.report import FileReport
from app.tenders.reading import read_batches
from app.tenders.records import NoticeRecord
from tests.tenders.payloads import record, simple


def read(path: Path, *, beside: bool) -> tuple[list[NoticeRecord], FileReport]:
    report = FileReport(file=str(path))
    with path.open("rb") as file:
        batches = list(read_batches(file, report, beside=beside))
    return [item for batch in batches for item in batch], report


def test_two_processes_read_as_one(tmp_path: Path) -> None:
    rows = [record(simple(), idweb=f"26-{n}") for n in range(700)]
    rows.insert(300, {"objet": "sans numéro"})
    path = tmp_path / "export.json"
    path.write_text(json.dumps(rows))
    records, report = read(path, beside=True)
    assert (records, report.refusals) == (read(path, beside=False)[0], report.refusals)
    assert [item.id for item in records] == [f"26-{n}" for n in range(700)]
    assert [refusal.where for refusal in report.refusals] == ["avis 301"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_reader_that_dies_is_said(tmp_path: Path) -> None:
    report = FileReport(file=str(tmp_path / "gone.json"))
    with pytest.raises(ChildProcessError, match="interrompue"):
        list(read_batches(io.BytesIO(), report, beside=True))


def test_the_progress_goes_forward_only() -> None:
    moved: list[int] = []
    file = io.BufferedReader(Watched(io.BytesIO(b"x" * 1000), moved.append), 100)
    file.read(250)
    file.seek(0)
    file.read()
    assert sum(moved) == 1000
    assert all(step > 0 for step in moved)


def test_refusals_are_kept_with_their_row(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"objet": "sans numéro"}]))
    report = FileReport(file=str(path))
    kept: list[object] = []
    report.keep = lambda error: kept.append(error.raw)
    with path.open("rb") as file:
        list(read_batches(file, report))
    assert kept == [{"avis": {"objet": "sans numéro"}}]
    assert report.refusals[0].raw is None

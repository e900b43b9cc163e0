"""How far fetching has come, kept in a small file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.fetching import Progress, Window

TODAY = date(2026, 11, 23)


def day(number: int) -> Window:
    return Window(first=date(2026, 11, number), last=date(2026, 11, number))


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(path=tmp_path / "fetch" / "boamp.json", key="ile-de-france")


def test_it_begins_again_two_days_before_the_last_complete_day(progress: Progress) -> None:
    assert progress.next is None
    progress.complete(day(20), today=TODAY)
    assert progress.last == date(2026, 11, 20)
    assert progress.next == date(2026, 11, 18)


def test_the_present_day_is_never_complete(progress: Progress) -> None:
    progress.complete(day(23), today=TODAY)
    assert progress.last is None
    progress.complete(Window(first=date(2026, 11, 1), last=date(2026, 11, 23)), today=TODAY)
    assert progress.last == date(2026, 11, 22)


def test_it_never_goes_back_nor_over_days_that_were_not_had(progress: Progress) -> None:
    progress.complete(day(10), today=TODAY)
    for window, last in ((day(8), 10), (day(12), 10), (day(11), 11), (day(12), 12)):
        progress.complete(window, today=TODAY)
        assert progress.last == date(2026, 11, last)


def test_each_scope_has_its_own(progress: Progress) -> None:
    progress.complete(day(10), today=TODAY)
    france = Progress(path=progress.path, key="france")
    assert france.last is None
    france.complete(day(5), today=TODAY)
    assert (progress.last, france.last) == (date(2026, 11, 10), date(2026, 11, 5))
    assert [p.name for p in progress.path.parent.iterdir()] == ["boamp.json"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"ile-de-france": 3}', b"\xff", b'{"ile-de-france": "0000"}']
)
def test_a_broken_file_is_as_none(progress: Progress, content: bytes) -> None:
    progress.path.parent.mkdir()
    progress.path.write_bytes(content)
    assert progress.last is None
    progress.complete(day(10), today=TODAY)
    assert progress.last == date(2026, 11, 10)

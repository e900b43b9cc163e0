"""/admin/taches: every job, its last run, its next hour."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.clock import PARIS, to_paris
from app.jobs.board import find_next, read_board
from app.jobs.queue import folder_of
from app.jobs.schedule import JOBS, Job
from app.operating.runs import LastRun, keep_last_run
from tests.pages import read_page


def test_every_job_is_there_and_what_failed_comes_first(
    app: Flask, moderator: FlaskClient, editor: FlaskClient, now: datetime
) -> None:
    folder = folder_of(app)
    folder.mkdir(parents=True, exist_ok=True)
    failed = LastRun(started=now, ended=now, succeeded=False, message="BOAMP muet")
    keep_last_run(folder, "fetch-boamp", failed)
    text = read_page(moderator.get("/admin/taches")).text
    assert "1 tâche en échec" in text
    assert "BOAMP muet" in text
    assert text.index("fetch-boamp") < text.index("send-letters")
    assert all(job.name in text for job in JOBS)
    assert "Jamais exécutée" in text
    assert editor.get("/admin/taches").status_code == 403


@pytest.mark.parametrize(
    ("cron", "now", "due"),
    [
        ("* * * * *", "2026-11-25T10:07:30", "2026-11-25T10:08"),
        ("5 * * * *", "2026-11-25T10:05", "2026-11-25T11:05"),
        ("30 3 * * *", "2026-11-25T10:00", "2026-11-26T03:30"),
        ("15 9 * * 1-5", "2026-11-27T10:00", "2026-11-30T09:15"),
        ("30 4 * * 1", "2026-10-24T10:00", "2026-10-26T04:30"),
        ("30 3 * * *", "2026-03-28T10:00", "2026-03-29T03:30"),
    ],
)
def test_the_next_hour_is_that_of_paris(cron: str, now: str, due: str) -> None:
    job = Job(name="essai", label="Un essai", cron=cron, run=str)
    found = find_next(job, datetime.fromisoformat(now).replace(tzinfo=PARIS))
    assert found is not None
    assert to_paris(found) == datetime.fromisoformat(due).replace(tzinfo=PARIS)


def test_a_job_of_another_season_has_no_next_hour(now: datetime, tmp_path: Path) -> None:
    job = Job(name="essai", label="Un essai", cron="0 3 1 6 *", run=str)
    assert find_next(job, now) is None
    assert [line.name for line in read_board(tmp_path, now)] == [job.name for job in JOBS]

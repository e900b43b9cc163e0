"""The periodic jobs: when they are due, how they run, what is remembered of them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from huey import RedisExpireHuey

from app.cli.jobs import cli
from app.clock import PARIS
from app.errors import PortalError
from app.jobs.queue import RunningError, folder_of, open_queue, run_job
from app.jobs.schedule import JOBS, Job
from app.operating.runs import LastRun, read_last_run
from config import ROOT, Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, boamp_hosts="", dila_url="")


def job_of(run: Callable[[], str], cron: str = "40 6,14 * * *") -> Job:
    return Job(name="essai", label="Un essai", cron=cron, run=run)


def last_of(app: Flask) -> LastRun:
    run = read_last_run(folder_of(app), "essai")
    assert run is not None
    return run


def test_every_job_has_a_name_a_label_and_an_hour() -> None:
    day = [datetime(2026, 11, 23, tzinfo=PARIS) + timedelta(minutes=n) for n in range(1440)]
    for job in JOBS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", job.name)
        assert job.label
        assert any(job.is_due(moment) for moment in day)
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_the_boamp_is_fetched_twice_a_day() -> None:
    job = next(job for job in JOBS if job.name == "fetch-boamp")
    day = [datetime(2026, 11, 23, tzinfo=PARIS) + timedelta(minutes=n) for n in range(1440)]
    assert sum(job.is_due(moment) for moment in day) == 2


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 23, 5, 40, tzinfo=UTC), True),  # winter: 6.40 in Paris
        (datetime(2026, 7, 23, 4, 40, tzinfo=UTC), True),  # summer: 6.40 in Paris
        (datetime(2026, 7, 23, 5, 40, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 5, 41, tzinfo=UTC), False),
    ],
)
def test_hours_are_those_of_paris(app: Flask, moment: datetime, due: bool) -> None:
    queue = open_queue(app, [job_of(lambda: "fait")])
    assert bool(queue.read_periodic(moment.replace(tzinfo=None))) is due


def test_a_worker_runs_what_is_due_in_a_context_and_keeps_the_outcome(app: Flask) -> None:
    queue = open_queue(app, [job_of(lambda: f"fait pour {current_app.name}", "* * * * *")])
    for task in queue.read_periodic(datetime(2026, 11, 23)):
        queue.enqueue(task)
    with app.app_context():
        queue.execute(queue.dequeue())
    run = last_of(app)
    assert (run.succeeded, run.message) == (True, f"fait pour {app.name}")
    assert run.started <= run.ended
    assert len(queue) == 0


def test_what_the_portal_refuses_is_an_outcome(app: Flask) -> None:
    def refuse() -> str:
        message = "La source ne répond pas."
        raise PortalError(message)

    job = job_of(refuse)
    run = run_job(app, open_queue(app, [job]), job)
    assert not run.succeeded
    assert last_of(app).message == "La source ne répond pas."


def test_a_defect_is_an_outcome_and_is_not_hidden(app: Flask) -> None:
    job = job_of(lambda: str(1 / 0))
    queue = open_queue(app, [job])
    with pytest.raises(ZeroDivisionError):
        run_job(app, queue, job)
    assert last_of(app).message == "défaut (ZeroDivisionError)"
    assert run_job(app, queue, job_of(lambda: "réparé")).succeeded, "the lock was given back"


def test_a_job_never_runs_twice_at_once(app: Flask) -> None:
    entered, leave = threading.Event(), threading.Event()

    def wait() -> str:
        entered.set()
        leave.wait(10)
        return "fait"

    job = job_of(wait)
    queue = open_queue(app, [job])
    first = threading.Thread(target=run_job, args=(app, queue, job))
    first.start()
    assert entered.wait(10)
    with pytest.raises(RunningError, match="déjà en cours"):
        run_job(app, open_queue(app, [job]), job)
    leave.set()
    first.join()
    assert run_job(app, queue, job).succeeded


def test_the_lock_of_a_process_that_was_killed_is_nobodys(app: Flask) -> None:
    job = job_of(lambda: "fait")
    queue = open_queue(app, [job])
    queue.lock_task(job.name).acquire()
    assert run_job(app, open_queue(app, [job]), job).succeeded


def test_a_file_that_is_broken_is_a_job_that_never_ran(app: Flask) -> None:
    folder_of(app).mkdir(parents=True)
    for content in ("", "{", '{"started": "hier", "ended": 3}'):
        (folder_of(app) / "essai.json").write_text(content)
        assert read_last_run(folder_of(app), "essai") is None


def test_redis_holds_the_queue_where_there_is_one(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], redis_url="redis://127.0.0.1:1/0")
    assert isinstance(open_queue(app), RedisExpireHuey)
    assert not (folder_of(app) / "queue.sqlite3").exists()


@pytest.fixture
def run(app: Flask) -> Callable[..., Any]:
    return lambda *args: app.test_cli_runner().invoke(cli, args)


def test_the_list_says_when_and_how_it_went(run: Callable[..., Any], app: Flask) -> None:
    listed = run("list")
    assert listed.exit_code == 0
    assert "fetch-boamp  40 6,14 * * *  Récupère" in listed.stdout
    assert "jamais exécutée" in listed.stdout


def test_a_job_that_fails_makes_the_command_fail_and_is_listed_so(
    run: Callable[..., Any],
) -> None:
    result = run("run", "fetch-boamp")
    assert result.exit_code == 1
    assert "aucune source ne répond" in result.stderr
    assert "en échec le " in run("list").stdout


def test_a_job_that_is_unknown_is_said(run: Callable[..., Any]) -> None:
    result = run("run", "tout")
    assert result.exit_code == 1
    assert "fetch-boamp" in result.stderr


PROGRAM = """
import sys
from pathlib import Path
from app.cli.jobs import cli
from app.factory import create_app
from config import Settings

with create_app(Settings(instance=Path(sys.argv[1]), search="memory")).app_context():
    cli.main(["work"], standalone_mode=False)
"""


def catches(pid: int, number: signal.Signals) -> bool:
    """Whether a process does something of its own with a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = re.search(r"^SigCgt:\s*(\w+)", status, re.MULTILINE)
    return mask is not None and bool(int(mask[1], 16) >> (number - 1) & 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only where /proc is")
def test_the_worker_starts_and_stops_when_asked(tmp_path: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while worker.poll() is None and not catches(worker.pid, signal.SIGTERM):
        time.sleep(0.02)
    worker.terminate()
    said = worker.communicate(timeout=20)[1]
    assert worker.returncode == 0, said
    assert "consumer started" in said
    assert "fetch-boamp" in said

"""Workers in processes of their own, killed in the middle: nothing lost, nothing sent twice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.mail.models import Letter, LetterState
from app.mail.sending import LEASE, recover
from config import ROOT, Settings
from tests.mail.conftest import Running

pytestmark = pytest.mark.enable_socket
# A worker as `flask jobs run send-letters` is, on the instance and the server of the test.
PROGRAM = """
import sys
from pathlib import Path
from app.cli.mail import send_letters
from app.factory import create_app
from config import Settings

settings = Settings(instance=Path(sys.argv[1]), search="memory", smtp_url=sys.argv[2])
with create_app(settings).app_context():
    print(send_letters())
"""


@pytest.fixture
def work(app: Flask, settings: Settings, running: Running) -> Callable[[], subprocess.Popen[str]]:
    """Start a worker."""
    command = [sys.executable, "-c", PROGRAM, str(settings.instance), running.url]
    return lambda: subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def wait_for(condition: Callable[[], Any]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def states(session: Session, letters: list[Letter]) -> list[LetterState]:
    session.rollback()
    return [
        session.get_one(Letter, letter.id, populate_existing=True).letter_state
        for letter in letters
    ]


def finish(worker: subprocess.Popen[str]) -> int:
    worker.communicate(timeout=120)
    return worker.returncode


def kill_while(stage: str, running: Running, work: Callable[[], subprocess.Popen[str]]) -> None:
    """Kill a worker while the server is at that stage of its first letter."""
    running.box.stall = stage
    worker = work()
    reached = running.box.taken if stage == "data" else running.box.tried
    wait_for(lambda: reached)
    worker.kill()
    worker.communicate()
    running.box.stall = ""


def test_killed_before_the_server_takes_it_a_letter_waits_and_leaves_once(
    session: Session, running: Running, work: Any, leave: Callable[..., Letter]
) -> None:
    letters = [leave(f"{name}@exemple.fr") for name in "ab"]
    kill_while("rcpt", running, work)
    assert states(session, letters) == [LetterState.SENDING, LetterState.WAITING]
    assert finish(work()) == 0
    assert states(session, letters) == [LetterState.SENDING, LetterState.SENT], (
        "a fresh claim stays"
    )
    recover(session, clock.now() + LEASE + timedelta(seconds=1))
    assert states(session, letters) == [LetterState.WAITING, LetterState.SENT]
    assert finish(work()) == 0
    assert states(session, letters) == [LetterState.SENT] * 2
    assert running.box.recipients == ["a@exemple.fr", "b@exemple.fr"]


def test_killed_while_the_server_takes_it_a_letter_is_uncertain_and_never_leaves_again(
    session: Session, running: Running, work: Any, leave: Callable[..., Letter]
) -> None:
    letters = [leave(f"{name}@exemple.fr") for name in "ab"]
    kill_while("data", running, work)
    assert states(session, letters) == [LetterState.SENDING, LetterState.WAITING]
    recover(session, clock.now() + LEASE + timedelta(seconds=1))
    assert states(session, letters) == [LetterState.UNCERTAIN, LetterState.WAITING]
    assert finish(work()) == 0
    assert states(session, letters) == [LetterState.UNCERTAIN, LetterState.SENT]
    assert running.box.recipients == ["a@exemple.fr", "b@exemple.fr"], "each once"


def test_two_workers_share_the_letters(
    session: Session, running: Running, work: Any, leave: Callable[..., Letter]
) -> None:
    letters = [leave(f"{number:02d}@exemple.fr") for number in range(20)]
    workers = [work(), work()]
    assert [finish(worker) for worker in workers] == [0, 0]
    assert states(session, letters) == [LetterState.SENT] * 20
    assert running.box.recipients == [f"{number:02d}@exemple.fr" for number in range(20)]

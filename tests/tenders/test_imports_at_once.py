"""Imports as people run them: two at once, killed half-way, from real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from config import ROOT
from tests.tenders.payloads import record, simple

NOTICES = 900
STATE = (
    "select reference, status, deadline_at, title, lot_count from consultation order by reference",
    "select source, number, kind from notice order by number",
    "select earlier, later from republication order by earlier, later",
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Calls, each amended by a later notice that may come in another batch."""
    calls = [
        record(simple(), idweb=f"26-{n}", nomacheteur=f"Ville {n}", objet=f"Marché numéro {n}")
        for n in range(1, NOTICES // 2 + 1)
    ]
    amendments = [
        record("{}", idweb=f"26-{10_000 + n}", nature="RECTIFICATIF", annonce_lie=[f"26-{n}"])
        for n in range(1, NOTICES // 2 + 1)
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"total_count": NOTICES, "results": [*calls, *amendments]}))
    return path


pytestmark = pytest.mark.enable_socket


def flask(database: str, instance: Path, *args: object) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name[:7] != "PORTAL_"}
    environ |= {
        "PORTAL_DATABASE_URL": database,
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_DEMO": "no",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def read_state(database: str) -> list[list[tuple[object, ...]]]:
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        state = [[tuple(row) for row in connection.execute(sa.text(sql))] for sql in STATE]
        assert connection.scalar(sa.text("select count(*) from pending_document")) == 0
    engine.dispose()
    return state


def test_two_imports_at_once_end_as_one(database: str, tmp_path: Path, export: Path) -> None:
    finish(flask(database, tmp_path, "prepare"))
    both = [flask(database, tmp_path, "tenders", "import", export) for _ in range(2)]
    summaries = [finish(process) for process in both]
    created = [int(summary.split(" lus, ")[1].split(" ")[0]) for summary in summaries]
    assert sum(created) == NOTICES
    consultations, notices, _ = read_state(database)
    assert len(notices) == NOTICES
    assert len(consultations) == NOTICES // 2
    assert finish(flask(database, tmp_path, "tenders", "import", export)).count(
        f"{NOTICES} inchangés"
    )


def test_an_import_killed_half_way_ends_in_the_same_state(tmp_path: Path, export: Path) -> None:
    whole, killed = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("whole", "killed"))
    for database, name in ((whole, "a"), (killed, "b")):
        finish(flask(database, tmp_path / name, "prepare"))
    finish(flask(whole, tmp_path / "a", "tenders", "import", export))
    process = flask(killed, tmp_path / "b", "tenders", "import", export)
    wait_for_first_batch(killed)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    finish(flask(killed, tmp_path / "b", "tenders", "import", export))
    assert read_state(killed) == read_state(whole)
    found = finish(flask(killed, tmp_path / "b", "search", "query", "26-1", "--json"))
    assert json.loads(found)["hits"][0]["id"] == "26-1"


def wait_for_first_batch(database: str) -> None:
    engine = sa.create_engine(database)
    for _ in range(600):
        with engine.connect() as connection:
            if connection.scalar(sa.text("select count(*) from notice")):
                break
        time.sleep(0.02)
    engine.dispose()

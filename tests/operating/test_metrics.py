"""The figures for Prometheus, over several processes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from app.operating.counters import Counters
from app.operating.exposition import Family, write
from config import ROOT, Settings
from tests.worlds import serving

TOKEN = "a token of tests, long enough"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
LINE = re.compile(r'maillage_[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [-+0-9.eE]+')


@pytest.fixture
def measured(settings: Settings) -> Iterator[Flask]:
    with serving(replace(settings, metrics_token=TOKEN)) as application:
        application.extensions["search"].replace_all([])
        yield application


def test_without_a_token_in_the_settings_there_is_nothing(app: Flask, settings: Settings) -> None:
    client = app.test_client()
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert not (settings.instance / "metrics").exists()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}é"]
)
def test_another_token_opens_nothing(measured: Flask, header: str) -> None:
    answer = measured.test_client().get("/metrics", headers={"Authorization": header})
    assert answer.status_code == 401
    assert b"maillage_" not in answer.data
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_requests_are_counted_by_route_and_status(measured: Flask) -> None:
    client = measured.test_client()
    client.get("/marches")
    client.get("/marches?q=a")
    client.get("/mon-projet/secret")
    client.open("/nulle-part", method="INVENTED")
    answer = client.get("/metrics", headers=BEARER)
    text = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    for line in text.splitlines():
        assert line.startswith(("# HELP maillage_", "# TYPE maillage_")) or LINE.fullmatch(line)
    assert 'maillage_requests_total{endpoint="tenders.index",method="GET",status="200"} 2' in text
    assert 'endpoint="none",method="other",status="404"' in text
    assert 'maillage_request_seconds_bucket{endpoint="tenders.index",le="+Inf"} 2' in text
    assert 'maillage_letters{state="waiting"} 0' in text
    assert "maillage_database_up 1" in text
    assert "secret" not in text
    assert str(measured.instance_path) not in text


def test_the_counts_of_every_process_add_up_even_of_those_that_ended(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from app.operating.counters import Counters\n"
        "c = Counters(Path(sys.argv[1]))\n"
        "for _ in range(100): c.add(('requests', 'a'))"
    )
    here = Counters(tmp_path)
    here.add(("requests", "a"))
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, cwd=ROOT)
    assert here.totals() == {("requests", "a"): 201}
    later = Counters(tmp_path)
    later.add(("requests", "b"))
    assert (tmp_path / "past.json").exists()
    assert (
        len(list(tmp_path.glob("*.counts"))) == 2
    )  # ours and the last: the ended are put together
    assert later.totals() == {("requests", "a"): 201, ("requests", "b"): 1}


def test_threads_lose_no_count(tmp_path: Path) -> None:
    counters = Counters(tmp_path)

    def add() -> None:
        for number in range(500):
            counters.add(("n", str(number % 7)))

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counters.totals().values()) == 2000


def test_a_key_too_long_is_left_out(tmp_path: Path) -> None:
    counters = Counters(tmp_path)
    counters.add(("x" * 300,))
    assert counters.totals() == {}


def test_labels_cannot_break_a_line() -> None:
    family = Family(name="x", kind="gauge", doc="X.", samples=[("", {"a": 'b"\n\\'}, 0.1)])
    assert write([family]).splitlines()[2] == 'maillage_x{a="b\\"\\n\\\\"} 0.10000000000000001'

"""flask tenders fetch: from the publisher to the database, interrupted or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.cli.fetching import FetchReport, fetch, fetch_boamp
from app.extensions import db
from app.fetching import Client
from app.tenders.models import Consultation, Notice
from config import Settings
from tests.fetching.publisher import Fault, Publisher, annonce, index_of, notice, notices

pytestmark = pytest.mark.enable_socket

SINCE = date(2025, 11, 10)
UNTIL = date(2025, 11, 12)
ARGS = ["--since", "2025-11-10", "--until", "2025-11-12"]
DEAD = "http://127.0.0.1:9"


@pytest.fixture
def settings(settings: Settings, publisher: Publisher) -> Settings:
    return replace(
        settings,
        boamp_hosts=publisher.address,
        dila_url=f"{publisher.address}/OPENDATA/BOAMP",
        base_url="https://maillage.example",
    )


@pytest.fixture
def published(publisher: Publisher) -> Publisher:
    publisher.records = [
        *notices(120, "2025-11-10"),
        *notices(30, "2025-11-11", start=200),
        *notices(5, "2025-11-12", start=300),
    ]
    return publisher


@pytest.fixture
def run(app: Flask) -> Callable[..., Any]:
    return lambda *args: app.test_cli_runner().invoke(fetch, args)


@pytest.fixture
def told() -> list[str]:
    return []


def fetch_days(client: Client, told: list[str], **kwargs: Any) -> FetchReport:
    return fetch_boamp(
        **{"since": SINCE, "until": UNTIL, "tell": told.append, "client": client, **kwargs}
    )


def state(app: Flask) -> Any:
    return json.loads((Path(app.instance_path) / "fetch" / "boamp.json").read_text())


def kept(session: Session) -> list[tuple[Any, ...]]:
    """What the database holds, the instants of writing aside."""
    session.expire_all()
    rows = session.execute(sa.select(Notice.number, Notice.record).order_by(Notice.number)).all()
    references = session.scalars(sa.select(Consultation.reference).order_by("reference")).all()
    return [*(tuple(row) for row in rows), tuple(references)]


def test_a_run_keeps_what_was_published_and_says_it(
    run: Callable[..., Any], published: Publisher, app: Flask, session: Session
) -> None:
    result = run(*ARGS)
    assert result.exit_code == 0, result.output
    host = published.address.removeprefix("http://")
    (summary,) = result.stdout.splitlines()
    assert "155 lus, 155 créés, 0 mis à jour, 0 inchangés, 0 refusés" in summary
    assert summary.endswith(f"du 2025-11-10 au 2025-11-12, 4 pages de {host}")
    assert result.stderr.splitlines() == [
        "2025-11-10\u00a0: 2 pages, 120 avis",
        "2025-11-11\u00a0: 1 page, 30 avis",
        "2025-11-12\u00a0: 1 page, 5 avis",
    ]
    assert state(app) == {"ile-de-france": "2025-11-12"}
    assert len(kept(session)) == 156
    assert app.extensions["search"].count() == 155
    assert "https://maillage.example" in published.agents.pop()
    again = run(*ARGS, "--json")
    report = json.loads(again.stdout)
    assert (report["created"], report["unchanged"], report["complete"]) == (0, 155, True)
    assert report["hosts"] == [host]


def test_the_next_run_begins_two_days_before_the_last_complete_one(
    run: Callable[..., Any], published: Publisher
) -> None:
    assert run(*ARGS).exit_code == 0
    published.asked.clear()
    published.records[150]["objet"] = "Nettoyage, deuxième version"
    result = run("--until", "2025-11-12", "--json")
    report = json.loads(result.stdout)
    assert (report["since"], report["updated"], report["unchanged"]) == ("2025-11-10", 1, 154)


def test_the_first_run_needs_a_date_and_days_must_exist(run: Callable[..., Any]) -> None:
    for args, what in (
        ([], "--since"),
        (["--since", "2025-11-12", "--until", "2025-11-10"], "Aucun jour"),
        (["--since", "hier"], "hier"),
        (["--source", "ted", "--since", "2025-11-12"], "ted"),
    ):
        result = run(*args)
        assert result.exit_code != 0
        assert what in result.stderr


def test_a_job_may_begin_some_days_ago(published: Publisher, app: Flask, patient: Client) -> None:
    report = fetch_boamp(first_days=30, tell=lambda _: None, client=patient)
    assert report.since == clock.today() - timedelta(days=30)
    assert state(app) == {"ile-de-france": f"{clock.today() - timedelta(days=1)}"}
    again = fetch_boamp(first_days=30, tell=lambda _: None, client=patient)
    assert again.since == clock.today() - timedelta(days=3)


def test_a_run_of_the_whole_country_has_a_state_of_its_own(
    run: Callable[..., Any], published: Publisher, app: Flask
) -> None:
    assert run(*ARGS, "--all-france").exit_code == 0
    assert "code_departement" not in published.queries()[0]["where"]
    assert state(app) == {"france": "2025-11-12"}


def test_a_window_that_cannot_be_had_loses_no_other_and_is_asked_again(
    published: Publisher, app: Flask, session: Session, patient: Client, told: list[str]
) -> None:
    published.faults = [Fault(status=400, on="2025-11-11")]
    report = fetch_days(patient, told)
    assert report.incomplete == ["2025-11-11"]
    assert not report.is_complete
    assert "erreur" not in report.summary
    assert any("refus 400" in line for line in told)
    assert report.notices.read == 125
    assert state(app) == {"ile-de-france": "2025-11-10"}, "the next run goes through that day"
    assert fetch_days(patient, told, since=None).is_complete
    assert state(app) == {"ile-de-france": "2025-11-12"}
    assert len(kept(session)) == 156


def test_a_failure_makes_the_command_fail(run: Callable[..., Any], published: Publisher) -> None:
    published.faults = [Fault(status=400, on="2025-11-12")]
    result = run(*ARGS, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["incomplete"] == ["2025-11-12"]


def test_a_quota_stops_the_run_cleanly_and_the_next_one_resumes(
    published: Publisher, app: Flask, session: Session, patient: Client, told: list[str]
) -> None:
    body = b'{"errorcode": 10002, "reset_time": "2026-11-24T00:00:00Z"}'
    published.faults = [Fault(status=429, body=body, on="2025-11-11")]
    report = fetch_days(patient, told)
    assert report.incomplete == ["2025-11-11", "2025-11-12"]
    assert report.resume_at is not None
    assert "après le 24/11/2026 à 01:00" in told[-1]
    assert report.to_dict()["resume_at"] == "2026-11-24T01:00:00+01:00"
    assert state(app) == {"ile-de-france": "2025-11-10"}
    assert fetch_days(patient, told, since=None).is_complete
    assert len(kept(session)) == 156


def test_interrupted_then_run_again_it_ends_as_if_it_had_not_been(
    published: Publisher, app: Flask, session: Session, patient: Client, told: list[str]
) -> None:
    fetch_days(patient, told)
    expected, done = kept(session), state(app)
    for table in reversed(db.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()
    (Path(app.instance_path) / "fetch" / "boamp.json").unlink()

    def stop(line: str) -> None:
        told.append(line)
        if line.startswith("2025-11-11"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_days(patient, told, tell=stop)
    session.rollback()
    assert state(app) == {"ile-de-france": "2025-11-10"}
    assert len(kept(session)) < len(expected)
    assert fetch_days(patient, told, since=None).is_complete
    assert (kept(session), state(app)) == (expected, done)
    assert app.extensions["search"].count() == 155


def test_what_came_before_a_failure_is_kept(
    published: Publisher, session: Session, patient: Client, told: list[str]
) -> None:
    published.faults = [Fault(status=400, on="offset=100")]
    report = fetch_days(patient, told, until=SINCE)
    assert report.incomplete == ["2025-11-10"]
    assert report.notices.read == 100
    assert len(kept(session)) == 101


def test_without_any_host_the_notices_come_from_the_dila(
    publisher: Publisher, app: Flask, session: Session, patient: Client, told: list[str]
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], boamp_hosts=f"{DEAD}, {DEAD}")
    folder = "/OPENDATA/BOAMP/2025/11/10/"
    publisher.files = {folder: index_of(["26-1.xml"]), f"{folder}26-1.xml": annonce("26-1")}
    report = fetch_days(patient, told, until=SINCE)
    assert report.is_complete
    assert report.hosts == [publisher.address.removeprefix("http://")]
    assert kept(session)[0][0] == "26-1"


def test_without_any_source_the_run_stops_at_once(
    app: Flask, patient: Client, told: list[str]
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], boamp_hosts=DEAD, dila_url="")
    report = fetch_days(patient, told)
    assert report.why == "aucune source ne répond"
    assert len(report.incomplete) == 3
    assert "aucune source" in report.summary
    assert len(told) == 2


def test_a_notice_that_is_refused_is_said_and_loses_no_other(
    run: Callable[..., Any], publisher: Publisher
) -> None:
    bad = {**notice("", "2025-11-10"), "idweb": None, "id": None}
    publisher.records = [*notices(2, "2025-11-10"), bad]
    result = run("--since", "2025-11-10", "--until", "2025-11-10")
    assert result.exit_code == 0, "the window was had"
    assert "3 lus, 2 créés" in result.stdout
    assert "1 refusés" in result.stdout
    assert "avis 3" in result.stderr

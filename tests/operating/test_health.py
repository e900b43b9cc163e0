"""Whether the portal lives, whether it can serve, and what it says of its faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.health import this_installation
from app.cli.check import ALL_CHECKS
from app.extensions import db
from app.mail.models import Letter, LetterState
from app.operating.runs import LastRun, keep_last_run
from app.operating.schema import VERSIONS, read_head
from app.operating.verdicts import Verdict, judge
from app.search.backend import Document, DocumentKind
from config import ROOT, Settings
from tests.people import make_person
from tests.worlds import serving

PAGE = Document(kind=DocumentKind.GUIDE, id="a", title="Guide", url="/guide/a")


@pytest.fixture
def production(settings: Settings) -> Iterator[Flask]:
    """An installation in production where nothing is wrong."""
    values = {
        "environment": "production",
        "https": True,
        "base_url": "https://maillage.exemple.fr",
        "smtp_url": "smtp://localhost:25?starttls=no",
        "secret_key": "kT9-vQ2_xL7mZ4rW8pB1nC6yH3jD5sGa",
    }
    with serving(replace(settings, **values)) as application:  # type: ignore[arg-type]
        migrations = Path(application.extensions["migrate"].directory)
        connection = db.session.connection()
        connection.execute(sa.text("create table alembic_version (version_num varchar(32))"))
        connection.execute(sa.insert(VERSIONS).values(version_num=read_head(migrations)))
        make_person(db.session(), role=PortalRole.ADMIN)
        db.session.commit()
        application.extensions["search"].replace_all([PAGE])
        keep_run(settings, timedelta(minutes=1))
        yield application


def keep_run(settings: Settings, ago: timedelta) -> None:
    at = clock.now() - ago
    run = LastRun(started=at, ended=at, succeeded=True, message="fait")
    keep_last_run(settings.instance / "jobs", "send-letters", run)


def faults() -> dict[str, Verdict]:
    here = this_installation()
    checks = [check for check in ALL_CHECKS if check.key not in {"contenus", "place"}]
    return {verdict.key: verdict for verdict in judge(checks, here) if not verdict.is_well}


def ask(app: Flask) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().get("/sante/pret")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert app.instance_path not in text
    return answer.status_code, answer.get_json()


def test_a_process_that_lives_says_so_without_a_database(app: Flask) -> None:
    db.metadata.drop_all(db.engine)
    answer = app.test_client().get("/sante/vivant")
    assert (answer.status_code, answer.get_json()) == (200, {"etat": "vivant"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_wrong_where_nothing_is(production: Flask) -> None:
    assert faults() == {}
    status, said = ask(production)
    assert (status, said["etat"]) == (200, "prêt")
    assert {row["etat"] for row in said["verifications"]} == {"bon"}


def no_schema(app: Flask, settings: Settings) -> None:
    db.session.execute(sa.update(VERSIONS).values(version_num="0001"))
    db.session.commit()


def no_index(app: Flask, settings: Settings) -> None:
    app.extensions["search"].replace_all([])


def no_disk(app: Flask, settings: Settings) -> None:
    for path in sorted(settings.instance.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    db.session.remove()
    settings.instance.rmdir()


@pytest.mark.parametrize(
    ("spoil", "key", "label"),
    [
        (no_schema, "schema", "Schéma de la base"),
        (no_index, "index", "Index de recherche"),
        (no_disk, "disque", "Écriture sur le disque"),
    ],
)
def test_what_pages_need_takes_them_away(
    production: Flask, settings: Settings, spoil: Callable[..., None], key: str, label: str
) -> None:
    spoil(production, settings)
    status, said = ask(production)
    assert (status, said["etat"]) == (503, "pas prêt")
    assert {"nom": label, "etat": "en défaut"} in said["verifications"]


def test_a_worker_that_sleeps_is_said_and_pages_stay(production: Flask, settings: Settings) -> None:
    keep_run(settings, timedelta(hours=5))
    assert "5\u00a0heures" in faults()["taches"].said
    status, said = ask(production)
    assert (status, said["etat"]) == (200, "prêt, avec un défaut")


def stuck_letter(app: Flask, settings: Settings) -> None:
    add_letter(LetterState.WAITING)


def doubtful_letter(app: Flask, settings: Settings) -> None:
    add_letter(LetterState.UNCERTAIN)


def add_letter(state: LetterState) -> None:
    at = clock.now() - timedelta(hours=2)
    values = {"key": "essai", "recipient": "a@b.fr", "subject": "x", "text": "x", "html": "x"}
    letter = Letter(**values, headers={}, message_id="x", state=state, created_at=at, due_at=at)
    db.session.add(letter)
    db.session.commit()


def no_admin(app: Flask, settings: Settings) -> None:
    db.session.execute(sa.text("update person set blocked_at = created_at"))
    db.session.commit()


def no_worker(app: Flask, settings: Settings) -> None:
    (settings.instance / "jobs" / "send-letters.json").unlink()


def stale_index(app: Flask, settings: Settings) -> None:
    stray = Document(kind=DocumentKind.TENDER, id="26-1", title="Marché", url="/marches/26-1")
    app.extensions["search"].replace_all([PAGE, stray])


def change(**values: object) -> Callable[[Flask, Settings], None]:
    def spoil(app: Flask, _settings: Settings) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **values)  # type: ignore[arg-type]

    return spoil


@pytest.mark.parametrize(
    ("spoil", "key", "remedy"),
    [
        (no_schema, "schema", "flask db upgrade"),
        (no_index, "index", "flask search rebuild"),
        (stale_index, "fraicheur", "flask search rebuild"),
        (stuck_letter, "courriers", "flask mail test"),
        (doubtful_letter, "courriers", "Courriers"),
        (no_worker, "taches", "flask jobs work"),
        (no_admin, "administration", "create-admin"),
        (change(https=False), "https", "PORTAL_HTTPS=yes"),
        (change(base_url="http://exemple.fr"), "https", "https://"),
        (change(secret_key="a" * 40), "cle", "Rotate keys"),
        (change(smtp_url=""), "serveur", "PORTAL_SMTP_URL"),
    ],
)
def test_each_fault_says_what_to_do(
    production: Flask, settings: Settings, spoil: Callable[..., None], key: str, remedy: str
) -> None:
    spoil(production, settings)
    found = faults()
    assert set(found) == {key}
    assert remedy in found[key].remedy
    result = production.test_cli_runner().invoke(args=["check", "--json"])
    assert result.exit_code == 1
    said = {row["key"]: row for row in json.loads(result.stdout)}
    assert (said[key]["is_well"], said[key]["remedy"]) == (False, found[key].remedy)
    plain = production.test_cli_runner().invoke(args=["check"])
    assert f"✗ {found[key].label} : {found[key].said}" in plain.stdout
    assert f"→ {found[key].remedy}" in plain.stdout


def test_the_guide_of_the_team_explains_each_check() -> None:
    guide = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
    assert [check.label for check in ALL_CHECKS if f"| {check.label} |" not in guide] == []


def test_checks_of_production_are_not_asked_elsewhere(app: Flask) -> None:
    assert {"cle", "https", "administration", "taches", "serveur"}.isdisjoint(faults())


def test_a_database_without_tables_is_said_in_words(app: Flask) -> None:
    db.metadata.drop_all(db.engine)
    found = faults()
    assert {"schema", "fraicheur", "courriers"} <= set(found)
    assert "sqlite" not in found["courriers"].said
    assert "flask prepare" in found["courriers"].remedy


def test_a_disk_nearly_full_is_said(production: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        total, free = 1000, 50

    monkeypatch.setattr("app.operating.checks.shutil.disk_usage", lambda _path: Usage)
    verdicts = judge([c for c in ALL_CHECKS if c.key == "place"], this_installation())
    assert "5%" in verdicts[0].said

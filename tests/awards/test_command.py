from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.cli import awards
from app.extensions import db
from tests.awards.builders import contract


@pytest.fixture
def run(app: Flask) -> Any:
    app.cli.add_command(awards.cli)
    runner = app.test_cli_runner()
    return lambda *args, **kwargs: runner.invoke(args=[str(a) for a in args], **kwargs)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "decp.json"
    raws = [contract(id=str(n)) for n in range(400)]
    path.write_text(json.dumps({"marches": {"marche": [*raws, contract(acheteur={"id": "NC"})]}}))
    return path


def test_an_import_counts_refuses_in_words_and_is_idempotent(run: Any, file: Path) -> None:
    result = run("awards", "import", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[-1] == f"{file} : 401 lus, 400 créés, 0 mis à jour, 0 inchangés, 1 refusés"
    assert lines[0].startswith(f"{file}:marché 401 : SIRET de l’acheteur")
    (report,) = json.loads(run("awards", "import", "--json", file).stdout)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 400)
    assert report["refusals"][0]["where"] == "marché 401"


def test_a_dry_run_writes_nothing(run: Any, file: Path) -> None:
    assert "400 créés" in run("awards", "import", "--dry-run", file).stdout
    assert "400 créés" in run("awards", "import", file).stdout


def test_a_missing_file_and_standard_input(run: Any, file: Path) -> None:
    assert "/nowhere.json:fichier : illisible" in run("awards", "import", "/nowhere.json").stdout
    assert "400 créés" in run("awards", "import", "-", input=file.read_text()).stdout


def test_help_and_a_database_that_is_not_ready(run: Any, file: Path) -> None:
    assert "DECP" in run("awards", "import", "--help").stdout
    db.drop_all()
    result = run("awards", "import", file)
    assert result.exit_code == 1
    assert "flask prepare" in result.stderr

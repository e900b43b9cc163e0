"""The commands, as `docs/operations.md` names them; their JSON is a contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.extensions import db
from app.search.whoosh_backend import WhooshBackend
from tests.tenders.payloads import eforms, eforms_lot, record, simple

HEADER = "siret;kind;name;brand;address;post_code;city;naf\n"
SIAE_FILE = (
    HEADER + "21920062300011;ACI;LES JARDINS DE DEMAIN;Jardins;1 rue X;93000;Bobigny;8130Z\n"
    "21930048000015;EI;;;;93500;Pantin;8121Z\n"
    "12345678901234;EI;Mauvais SIRET;;;93500;Pantin;8121Z\n"
    "21930066200018;EI;Propreté du Nord;;;93200;Saint-Denis;8121Z\n"
)


@pytest.fixture
def run(app: Flask) -> Any:
    runner: FlaskCliRunner = app.test_cli_runner()
    return lambda *args, **kwargs: runner.invoke(args=[str(a) for a in args], **kwargs)


@pytest.fixture
def siae_file(tmp_path: Path) -> Path:
    path = tmp_path / "siae.csv"
    path.write_text(SIAE_FILE)
    return path


@pytest.fixture
def tenders_file(tmp_path: Path) -> Path:
    lots = [eforms_lot("0001"), eforms_lot("0002")]
    records = [
        record(simple(), datelimitereponse="2035-07-31T12:00:00+00:00"),
        record(eforms(lots), idweb="26-1002", famille="JOUE"),
        {"objet": "sans numéro"},
    ]
    path = tmp_path / "boamp.json"
    path.write_text(json.dumps({"total_count": 3, "results": records}))
    return path


def test_an_import_of_structures_counts_refuses_in_words_and_fails_when_it_refused(
    run: Any, siae_file: Path
) -> None:
    result = run("siae", "import", siae_file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[-1] == f"{siae_file} : 4 lus, 2 créés, 0 mis à jour, 0 inchangés, 2 refusés"
    assert any(line.startswith(f"{siae_file}:ligne 3 : ") for line in lines)
    assert any("ligne 4" in line and "SIRET" in line for line in lines)
    again = run("siae", "import", siae_file)
    assert "0 créés, 0 mis à jour, 2 inchangés, 2 refusés" in again.stdout


def test_without_an_index_an_import_says_what_to_do(
    run: Any, app: Flask, siae_file: Path, tmp_path: Path
) -> None:
    app.extensions["search"] = WhooshBackend(tmp_path / "nowhere")
    result = run("siae", "import", siae_file)
    assert result.exit_code == 1
    assert "flask search rebuild" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_dry_run_counts_and_writes_nothing(run: Any, siae_file: Path, tenders_file: Path) -> None:
    for noun, file in (("siae", siae_file), ("tenders", tenders_file)):
        assert "2 créés" in run(noun, "import", "--dry-run", file).stdout
        assert "2 créés" in run(noun, "import", file).stdout


def test_an_import_of_tenders_is_idempotent_and_reports_in_json(
    run: Any, tenders_file: Path
) -> None:
    first = run("tenders", "import", "--json", tenders_file)
    assert first.exit_code == 1
    (report,) = json.loads(first.stdout)
    assert (report["read"], report["created"], report["refused"]) == (3, 2, 1)
    assert report["refusals"][0]["where"] == "avis 3"
    (report,) = json.loads(run("tenders", "import", "--json", tenders_file).stdout)
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 2)


def test_a_file_that_is_missing_or_from_standard_input(run: Any, tenders_file: Path) -> None:
    result = run("tenders", "import", "/nowhere.json", tenders_file)
    assert result.exit_code == 1
    assert "/nowhere.json:fichier : illisible" in result.stdout
    assert "2 créés" in result.stdout
    piped = run("tenders", "import", "-", input=tenders_file.read_text())
    assert "2 inchangés" in piped.stdout


def test_a_match_of_a_consultation_is_the_contract(
    run: Any, siae_file: Path, tenders_file: Path
) -> None:
    run("siae", "import", siae_file)
    run("tenders", "import", tenders_file)
    result = run("tenders", "match", "26-1002", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["consultation"] == "26-1002"
    assert [lot["lot"] for lot in answer["lots"]] == [1, 2]
    lot = answer["lots"][0]
    assert lot["territories"] == ["93"]
    assert lot["sectors"]
    for match in (*lot["matches"], *lot["near_misses"]):
        assert set(match) >= {
            "siret", "name", "kind", "verdict", "score", "confidence", "rules", "parts",
        }  # fmt: skip
        assert match["verdict"] in {"eligible", "to_check", "not_eligible"}
        assert 0 <= match["score"] <= 1
        assert {part["key"] for part in match["parts"]} >= {
            "sector", "territory", "capacity", "availability", "service",
        }  # fmt: skip
        assert all(part["why"] for part in match["parts"])
    only = json.loads(run("tenders", "match", "26-1002", "--lot", "2", "--json").stdout)
    assert [lot["lot"] for lot in only["lots"]] == [2]


def test_a_match_of_a_structure_is_the_contract(
    run: Any, siae_file: Path, tenders_file: Path
) -> None:
    run("siae", "import", siae_file)
    run("tenders", "import", tenders_file)
    answer = json.loads(run("siae", "match", "219 200 623 00011", "--all", "--json").stdout)
    assert set(answer) >= {"siret", "name", "tenders"}
    assert answer["tenders"]
    assert answer["tenders"][0]["consultation"] == "26-1002"
    assert set(answer["tenders"][0]) >= {
        "consultation", "lot", "deadline", "verdict", "score", "confidence", "rules", "parts",
    }  # fmt: skip


@pytest.mark.parametrize(
    "args", [("tenders", "match", "26-404"), ("siae", "match", "123"), ("siae", "import")]
)
def test_what_is_unknown_is_said_and_fails(run: Any, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code != 0
    assert result.stderr


def test_search_answers_in_the_contract(run: Any, siae_file: Path) -> None:
    run("siae", "import", siae_file)
    assert run("search", "rebuild").exit_code == 0
    answer = json.loads(run("search", "query", "jardins", "--kind", "siae", "--json").stdout)
    assert set(answer) >= {"query", "total", "suggestion", "facets", "hits"}
    assert answer["hits"][0]["kind"] == "siae"
    assert set(answer["hits"][0]) >= {"kind", "id", "url", "title", "snippet", "score"}


def test_demo_comes_and_goes_without_touching_the_rest(run: Any, siae_file: Path) -> None:
    run("siae", "import", siae_file)
    assert run("demo", "load").exit_code == 0
    assert run("demo", "clear").exit_code == 0
    assert "2 inchangés" in run("siae", "import", siae_file).stdout


@pytest.mark.parametrize(
    "args",
    [
        ("siae",), ("siae", "import"), ("siae", "match"), ("tenders",), ("tenders", "import"),
        ("tenders", "match"), ("search", "rebuild"), ("search", "query"), ("demo", "load"),
        ("demo", "clear"), ("check",), ("prepare",),
    ],
)  # fmt: skip
def test_every_command_has_help(run: Any, args: tuple[str, ...]) -> None:
    result = run(*args, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) >= 3


@pytest.mark.parametrize(
    "args", [("demo", "load"), ("tenders", "match", "26-1"), ("siae", "match", "21920062300011")]
)
def test_a_database_that_is_not_ready_is_said_with_what_to_do(
    run: Any, app: Flask, args: tuple[str, ...]
) -> None:
    db.drop_all()
    result = run(*args)
    assert result.exit_code == 1
    assert "flask prepare" in result.stderr
    assert "Traceback" not in result.stderr


def test_refused_notices_are_kept_mended_and_imported(
    run: Any, tenders_file: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "refus.jsonl"
    assert run("tenders", "import", "--refused", kept, tenders_file).exit_code == 1
    (line,) = kept.read_text().splitlines()
    refusal = json.loads(line)
    assert refusal["ou"] == "avis 3"
    assert "numéro" in refusal["refus"]
    assert run("tenders", "import", kept).exit_code == 1, "as it is, it is refused again"
    refusal["avis"]["idweb"] = "26-2000"
    kept.write_text(json.dumps(refusal))
    assert "1 créés" in run("tenders", "import", kept).stdout


def test_every_consultation_can_be_judged_again(run: Any, tenders_file: Path) -> None:
    run("tenders", "import", tenders_file)
    assert "2 consultations relues" in run("tenders", "refresh", "--all").stdout
    assert "0 consultations relues" in run("tenders", "refresh").stdout

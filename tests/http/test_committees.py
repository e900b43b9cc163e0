"""The pages of committees, and the command that imports them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.committees import services
from app.committees.export import export_row
from app.committees.models import Committee
from app.committees.own import import_own
from app.committees.queries import every_committee
from app.committees.records import CommitteeRecord
from app.committees.sources import parse
from app.committees.sources.csv_source import COLUMNS
from app.exports.csv_export import write_csv
from tests.pages import Page

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def own(session: Session, now: datetime) -> None:
    import_own(session, now)
    session.commit()


@pytest.fixture
def run(app: Flask) -> Any:
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["committees", *map(str, args)])


def test_the_list_shows_what_is_in_force_and_names_what_nobody_knows(page: OpenPage) -> None:
    shown = page("/instances")
    assert "/instances/commission-iae-93" in shown.links
    assert "/instances/cdiae-93" not in shown.links
    assert "nom local à confirmer" in shown.text
    assert "Les instances en vigueur, département par département" in shown.text


def test_history_is_a_filter_away(page: OpenPage) -> None:
    shown = page("/instances?type=cdiae&etat=historique")
    assert "/instances/cdiae-93" in shown.links
    assert "8 instances" in shown.text.replace("\xa0", " ")


def test_a_wrong_filter_is_ignored_and_said(page: OpenPage) -> None:
    shown = page("/instances?etat=peut-etre&type=senat&territoire=93&q=avis")
    assert "peut-etre" in shown.text
    assert "senat" in shown.text


def test_an_empty_list_says_what_to_try(page: OpenPage) -> None:
    assert "Aucune instance ne répond" in page("/instances?q=xyzzy").text


@pytest.mark.parametrize("slug", ["comite-regional", "cor-iae", "cta-77", "comite-local-95"])
def test_every_sheet_opens(page: OpenPage, slug: str) -> None:
    shown = page(f"/instances/{slug}")
    assert "Base légale" in shown.text
    assert "Validité" in shown.text
    assert "Sources" in shown.text


def test_a_commission_says_its_law_its_dates_its_members_and_the_pieces(page: OpenPage) -> None:
    shown = page("/instances/commission-iae-93")
    for words in ("R5311-26", "depuis le 1er juillet 2024", "Qui y siège", "Qui apporte quoi"):
        assert words in shown.text.replace("\xa0", " ")
    assert "Demande de convention ou de renouvellement" in shown.text
    assert "Aucune séance annoncée" in shown.text
    assert "/guide/le-conventionnement" in shown.links


def test_what_was_replaced_says_by_what(page: OpenPage) -> None:
    shown = page("/instances/cdiae-93")
    assert "Cette instance a été remplacée" in shown.text
    assert "/instances/commission-iae-93" in shown.links
    assert "Séances" not in shown.text


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("cdiae-du-93", "/instances/cdiae-93"),
        ("commission-specialisee-du-75", "/instances/commission-iae-75"),
        ("cle-95", "/instances/comite-local-95"),
        ("cdiae", "/instances?type=cdiae&etat=tous"),
    ],
)
def test_other_names_lead_to_the_page(client: FlaskClient, name: str, target: str) -> None:
    response = client.get(f"/instances/{name}")
    assert response.status_code == 301
    assert response.headers["Location"] == target


@pytest.mark.parametrize("slug", ["inconnue", "cdiae-13", "%00", "x" * 500])
def test_an_unknown_name_is_not_found(page: OpenPage, slug: str) -> None:
    page(f"/instances/{slug}", status=404)


def test_the_number_of_queries_does_not_grow(
    page: OpenPage, queries: Callable[[], Any], session: Session, now: datetime
) -> None:
    with queries() as before:
        page("/instances?etat=tous")
    for committee in session.scalars(every_committee().limit(20)):
        values = {c.key: getattr(committee, c.key) for c in Committee.__table__.columns}
        values |= {"id": None, "slug": f"{committee.slug}-bis", "successor": ""}
        session.add(Committee(**values))
    session.commit()
    with queries() as after:
        page("/instances?etat=tous")
    assert len(before) == len(after) <= 3
    with queries() as sent:
        page("/instances/commission-iae-93")
    assert len(sent) <= 4


def test_hostile_texts_are_shown_as_texts(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    given = {"local_name": "<script>alert(1)</script>{{7*7}}"}
    services.edit_committee(session, "cta-93", given, author="UD 93", now=now)
    session.commit()
    for path in ("/instances", "/instances/cta-93"):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "{{7*7}}" in html


def test_the_export_can_be_imported(client: FlaskClient, session: Session) -> None:
    response = client.get("/instances.csv?etat=tous")
    records = list(parse(response.get_data()))
    assert len(records) == 50
    assert all(isinstance(record, CommitteeRecord) for record in records)
    committee = session.scalars(
        every_committee().where(Committee.slug == "commission-iae-93")
    ).one()
    lines = "".join(write_csv(list(COLUMNS), [export_row(committee)]))
    [record] = parse(lines.encode())
    assert isinstance(record, CommitteeRecord)
    assert list(record.missions) == committee.missions
    assert record.colleges[0]["name"] == committee.colleges[0]["name"]


def test_the_csv_has_a_header(client: FlaskClient) -> None:
    rows = csv.reader(
        io.StringIO(client.get("/instances.csv").get_data().decode("utf-8-sig")),
    )
    assert next(rows) == list(COLUMNS)


def test_the_map_lists_them_by_territory(page: OpenPage) -> None:
    shown = page("/carte?territoire=93")
    assert "/instances?territoire=seine-saint-denis" in shown.links
    assert "/instances?territoire=yvelines" not in shown.links


def test_the_command_imports_what_it_can_and_says_the_rest(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "instances.csv"
    path.write_text("type;territoire;base_legale\ncta;Plaine Commune;L1\ncta;Nulle part;L1\n")
    tried = run("import", "--dry-run", path)
    assert "1 créés" in tried.output
    result = run("import", path)
    assert result.exit_code == 1
    assert f"{path}:ligne 3 : champ « territoire »" in result.output
    assert f"{path} : 2 lus, 1 créés, 0 mis à jour, 0 inchangés, 1 refusés" in result.output
    assert "1 créés" not in run("import", path).output


def test_the_command_without_a_file_imports_our_own(run: Any) -> None:
    result = run("import", "--json")
    assert result.exit_code == 0
    [report] = json.loads(result.stdout)
    assert report["unchanged"] == 50


def test_the_command_corrects_and_keeps_the_history(run: Any) -> None:
    result = run("edit", "cta-93", "--author", "UD 93", "--frequency", "chaque trimestre")
    assert result.exit_code == 0, result.output
    assert "chaque trimestre" in run("history", "cta-93").output
    wrong = run("edit", "cta-93", "--author", "UD 93", "--valid-from", "2024-13-01")
    assert wrong.exit_code == 1
    assert "valid_from" in wrong.output
    assert "7 instances" in run("list", "--territory", "93").output

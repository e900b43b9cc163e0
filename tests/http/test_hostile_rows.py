"""What third parties write is shown as text, everywhere."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.cli.indexing import every_document
from app.imports.report import FileReport
from app.matching.kinds import SiaeKind
from app.siae.importer import import_records
from app.siae.records import SiaeRecord
from app.tenders.records import Buyer, ClauseKind
from app.tenders.services import store_notices
from tests.pages import read_page
from tests.tenders.builders import clause, lot, notice

NAME = '"><script>alert(1)</script>${alert(2)} {{7*7}} </script>\'=HYPERLINK("x") – l’Atelier'
FORMULA = '=cmd|"/c calc"!A1'


@pytest.fixture
def hostile(session: Session, app: Flask, now: datetime) -> None:
    report = FileReport(file="test")
    record = SiaeRecord(
        line=2,
        siret="21920062300011",
        kind=SiaeKind.ACI,
        name=NAME,
        brand=FORMULA,
        source="test",
        address=NAME,
        postal_code="93000",
        city="Bobigny",
        naf_code="8130Z",
    )
    import_records(session, [record], report, now=now)
    tender = notice(
        "26-1",
        title=NAME,
        description=NAME,
        until="2035-12-31T12:00",
        buyer=Buyer(name=NAME, postal_code="93000", city="Bobigny"),
        lots=(lot("1", description=NAME, cpv=("77310000",)),),
        clauses=(clause(ClauseKind.RESERVED, quotation=NAME, field=NAME, article="L2113-13"),),
        criteria=NAME,
        procedure=NAME[:100],
    )
    store_notices(session, [tender], report, now=now)
    session.commit()
    app.extensions["search"].replace_all(every_document())


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "address",
    ["/", "/structures", "/marches", "/marches/26-1", "/carte", "/recherche?q=alert", "/filieres"],
)
def test_a_name_is_text(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    read_page(response)
    html = response.get_data(as_text=True)
    assert "<script>alert" not in html
    assert "49" not in html.split("l’Atelier")[0][-200:]


@pytest.mark.usefixtures("hostile")
def test_the_script_of_the_map_holds_names_as_data(client: FlaskClient) -> None:
    script = client.get("/carte/cadre.js").get_data(as_text=True)
    assert "</script" not in script.lower()
    assert "${alert" not in script
    assert "<script" not in script


@pytest.mark.usefixtures("hostile")
def test_a_cell_of_an_export_is_no_formula(client: FlaskClient) -> None:
    for path in ("/structures.csv", "/marches.csv"):
        text = client.get(path).get_data(as_text=True)
        for line in text.splitlines()[1:]:
            assert not any(
                cell.strip('"').startswith(("=", "+", "-", "@")) for cell in line.split(";") if cell
            )


@pytest.mark.usefixtures("hostile")
def test_a_match_is_json_whatever_the_names(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["tenders", "match", "26-1", "--json"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["lots"][0]["matches"][0]["name"]

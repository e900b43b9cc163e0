from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.portraits.need import need_stamp, read_need
from app.portraits.need_levels import Level
from tests.pages import Page

GIVEN = {
    "population": "1 000 000",
    "demandeurs-emploi": "80 000",
    "population-qpv": "100 000",
    "postes-siae": "900",
    "filieres-presentes": "25",
}


def fill(client: FlaskClient, least: str) -> str:
    """The template filled in for the départements; the first key of the last one is left out."""
    text = client.get("/territoires/format.csv").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))[: 5 * 8]
    for row in rows:
        value = least if (row["territoire"], row["cle"]) == ("Paris (75)", "postes-siae") else ""
        row |= {"valeur": value or GIVEN[row["cle"]], "date": "2024", "source": "Un relevé"}
    rows[-5]["valeur"] = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_template_once_filled_in_replaces_the_figures(
    app: Flask,
    client: FlaskClient,
    session: Session,
    page: Callable[..., Page],
    tmp_path: Path,
) -> None:
    before = need_stamp(session)
    assert read_need(session, Level.DEPARTMENTS).is_partial
    file = tmp_path / "chiffres.csv"
    file.write_text(fill(client, least="50"), encoding="cp1252")
    result = app.test_cli_runner().invoke(args=["facts", "import", str(file)])
    assert "1 refusés" in result.output
    session.expire_all()

    table = read_need(session, Level.DEPARTMENTS)
    rows = {row.territory.code: row for row in table.rows}
    assert not table.is_partial
    assert need_stamp(session) != before
    paris = rows["75"]
    assert paris.figures.population == 1_000_000
    assert paris.need is not None
    assert not paris.need.is_partial
    assert paris.stability is not None
    assert paris.stability.rank == 1
    source = next(column for column in table.columns if column.key == "job_seekers")
    assert (source.source, source.dated, source.imported) == ("Un relevé", "2024", 8)
    groups = {row.territory.code: row for row in read_need(session, Level.GROUPS).rows}
    assert groups["T1"].figures.job_seekers == 80_000
    assert groups["T2"].figures.job_seekers is None
    shown = page("/territoires")
    assert "Indice partiel" not in shown.text
    assert "Un relevé" in shown.text

"""/admin/journal: the audit, searched, in pages and as a file."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.audit import services as audit
from app.clock import PARIS
from tests.pages import read_page

AT = datetime(2026, 11, 20, 23, 30, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def history(session: Session) -> None:
    audit.record(
        session, ("actor", "plie-est"), {"nom": ["PLIE", "PLIE de l’Été"]}, author="Import a.csv",
        now=AT,
    )  # fmt: skip
    audit.record(
        session, ("report", "12"), {"note": ["", "=1+1 100 %"]}, author="Léa Modère",
        now=AT + timedelta(hours=1), reason="Signalé deux fois",
    )  # fmt: skip
    session.commit()


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 2),
        ("genre=actor", 1),
        ("sujet=plie", 1),
        ("sujet=%25", 0),
        ("auteur=modère", 1),
        ("du=2026-11-21", 1),
        ("au=2026-11-20", 1),
        ("du=2026-11-20&au=2026-11-21", 2),
        ("q=l’Été", 1),
        ("q=deux+fois", 1),
        ("q=100 %25", 1),
        ("q=_", 0),
    ],
)
def test_each_filter_narrows(admin: FlaskClient, query: str, total: int) -> None:
    text = read_page(admin.get(f"/admin/journal?{query}")).text
    shown = {0: "Aucun changement", 1: "1 changement", 2: "2 changements"}[total]
    assert shown in text


def test_what_is_not_understood_is_said(admin: FlaskClient) -> None:
    for query in ("du=hier", "au=0001-01-01", "au=9999-12-31", "genre=licorne", "page=-1", "z=1"):
        text = read_page(admin.get(f"/admin/journal?{query}")).text
        assert "ignoré" in text, query
        assert "2 changements" in text, query


def test_the_file_has_a_line_for_each_field_and_no_formula(admin: FlaskClient) -> None:
    answer = admin.get("/admin/journal.csv?genre=report")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == 2
    assert rows[1][1] == "Léa Modère"
    assert rows[1][-1].startswith("'=1+1")


def test_the_administration_alone_reads_it(
    moderator: FlaskClient, editor: FlaskClient, client: FlaskClient
) -> None:
    for address in ("/admin/journal", "/admin/journal.csv"):
        assert moderator.get(address).status_code == 403
        assert editor.get(address).status_code == 403
        assert client.get(address).status_code == 302
    assert 'href="/admin/journal"' not in moderator.get("/admin").get_data(as_text=True)

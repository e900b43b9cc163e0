"""The filters of the list of consultations, through the page as people use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.blueprints.search_sheets import index_pending
from app.extensions import db
from app.imports.report import FileReport
from app.tenders.reading import read_record
from app.tenders.records import NoticeRecord
from app.tenders.services import store_notices
from app.tenders.sources import RawNotice
from tests.conftest import NOW
from tests.pages import Page
from tests.tenders.payloads import record, simple

BASE = {
    "nature": {"services": ""},
    "cpv": "90919300",
    "value": "150000",
    "months": "24",
    "until": "2035-07-31T12:00:00",
}


def make(number: str, title: str, buyer: str, famille: str = "FNS", **changes: Any) -> NoticeRecord:
    values = {**BASE, **changes}
    content = simple()
    initial = content["FNSimple"]["initial"]
    content["FNSimple"]["organisme"] = {"nomOfficiel": buyer, "ville": "Bobigny", "cp": "93000"}
    initial["procedure"]["dateReceptionOffres"] = values["until"]
    initial["natureMarche"] |= {
        "intitule": title,
        "natureMarche": values["nature"],
        "codeCPV": {"objetPrincipal": {"classPrincipale": values["cpv"]}},
        "dureeMois": values["months"],
        "valeurEstimee": {"@devise": "EUR", "valeur": values["value"]},
    }
    fields = record(content, idweb=number, objet=title, nomacheteur=buyer, famille=famille)
    read = read_record(RawNotice(where="", root="", value=json.loads(json.dumps(fields))))
    assert isinstance(read, NoticeRecord)
    return read


@pytest.fixture
def listed(app: Flask, page: Callable[..., Page]) -> Callable[[str], set[str]]:
    """The numbers of the consultations that an address lists."""
    records = [
        make("26-1", "Nettoyage des écoles", "Ville de Bobigny"),
        make("26-2", "Réfection du gymnase", "VILLE DE PANTIN", famille="MAPA",
             nature={"travaux": ""}, cpv="45212290", value="60000", months="6"),
        make("26-3", "Tonte des pelouses", "Mairie d'Aulnay-sous-Bois", famille="JOUE",
             cpv="77310000", value="900000", months="48", until="2026-11-28T12:00:00"),
    ]  # fmt: skip
    store_notices(db.session(), records, FileReport(file="test"), now=NOW)
    db.session.commit()
    index_pending(NOW)

    def read(query: str) -> set[str]:
        shown = page(f"/marches?{query}")
        return {n for n in ("26-1", "26-2", "26-3") if f'href="/marches/{n}"' in shown.html}

    return read


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {"26-1", "26-2", "26-3"}),
        ("nature=travaux", {"26-2"}),
        ("nature=travaux&nature=services", {"26-1", "26-2", "26-3"}),
        ("famille=JOUE", {"26-3"}),
        ("acheteur=pantin", {"26-2"}),
        ("acheteur=AULNAY+sous+bois", {"26-3"}),
        ("acheteur=%25", set()),
        ("cpv=9091", {"26-1"}),
        ("cpv=90910000-9", {"26-1"}),
        ("cpv=45+77", {"26-2", "26-3"}),
        ("valeur_min=100000", {"26-1", "26-3"}),
        ("valeur_max=150000", {"26-1", "26-2"}),
        ("valeur_min=100000&valeur_max=200000", {"26-1"}),
        ("duree_max=12", {"26-2"}),
        ("duree_min=24", {"26-1", "26-3"}),
    ],
)
def test_each_filter_keeps_what_it_says(
    listed: Callable[[str], set[str]], query: str, numbers: set[str]
) -> None:
    assert listed(f"etat=tous&{query}") == numbers


def test_a_bad_value_is_ignored_and_said(
    app: Flask, client: FlaskClient, page: Callable[..., Page]
) -> None:
    shown = page("/marches?valeur_min=beaucoup&famille=ROYALE&structure=123")
    for said in ("valeur_min", "famille", "structure"):
        assert said in shown.html

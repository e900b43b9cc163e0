from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.cli.indexing import every_document
from app.funding import services
from app.funding.directory import find_row
from tests.funding.builders import csv_file
from tests.funding.test_importer import take
from tests.pages import Page

OpenPage = Callable[..., Page]


@pytest.fixture
def schemes(app: Flask, session: Session) -> Session:
    today = clock.today()
    day = lambda n: (today + timedelta(days=n)).isoformat()  # noqa: E731
    rows = (
        {"identifiant": "ouverte", "nom": "Aide ouverte", "ouverture": day(-9), "cloture": day(0),
         "types_siae": "ACI", "depenses": "etude", "etapes": "idee"},
        {"identifiant": "fermee", "nom": "Aide fermée", "ouverture": day(-9), "cloture": day(-1),
         "etat": "ouvert"},
        {"identifiant": "a-venir", "nom": "Aide future", "ouverture": day(9), "cloture": day(30)},
        {"identifiant": "generale", "nom": "Aide générale", "etat": "permanent"},
        {"identifiant": "locale", "nom": "Aide locale du 93", "territoires": "93",
         "fiche_generique": "generale", "etat": "permanent", "lien": "https://example.org/aide"},
        {"identifiant": "vieille", "nom": "Aide d’hier", "etat": "historique"},
        {"identifiant": "balise", "nom": "<script>alert(1)</script>Aide", "montant": "=1+1"},
    )  # fmt: skip
    report = take(session, csv_file(*rows))
    assert not report.refusals
    app.extensions["search"].replace_all(every_document())
    return session


def test_the_list_shows_what_may_be_asked_for(schemes: Session, page: OpenPage) -> None:
    shown = page("/financements").text
    for name in ("Aide ouverte", "Aide future", "Aide générale"):
        assert name in shown
    for name in ("Aide fermée", "Aide d’hier", "Aide locale du 93"):
        assert name not in shown
    assert shown.index("Aide ouverte") < shown.index("Aide future") < shown.index("Aide générale")


def test_a_closed_call_is_shown_on_request_only_and_never_as_open(
    schemes: Session, page: OpenPage
) -> None:
    shown = page("/financements?etat=clos&etat=historique").text
    assert "Aide fermée" in shown
    assert "Aide d’hier" in shown
    assert "Aide ouverte" not in shown
    assert "On ne peut plus le demander" in page("/financements/fermee").text
    for address in ("/financements?etat=ouvert", "/financements?etat=permanent"):
        assert "Aide fermée" not in page(address).text


def test_the_local_variant_takes_the_place_of_its_generic(schemes: Session, page: OpenPage) -> None:
    shown = page("/financements?territoire=Saint-Denis (93)").text
    assert "Aide locale du 93" in shown
    assert "Aide générale" not in shown
    assert "Aide locale du 93" in page("/financements/generale").text


@pytest.mark.parametrize(
    ("address", "there", "absent"),
    [
        ("?type=EI", "Aide future", "Aide ouverte"),
        ("?depense=etude&etape=idee&type=ACI", "Aide ouverte", "Aide fermée"),
        ("?forme=pret", "Aucun dispositif", "Aide ouverte"),
        ("?q=future", "Aide future", "Aide ouverte"),
        ("?tri=nom&par=50", "Aide future", "Aide fermée"),
        ("?page=99", "dispositifs", "Aide ouverte"),
    ],
)
def test_filters(schemes: Session, page: OpenPage, address: str, there: str, absent: str) -> None:
    shown = page(f"/financements{address}").text
    assert there in shown
    assert absent not in shown


def test_what_means_nothing_is_ignored_and_said(schemes: Session, page: OpenPage) -> None:
    address = "/financements?etat=lune&lune=1&territoire=75&territoire=93&type=ESAT&page=x"
    assert "Un filtre a été ignoré" in page(address).text
    address = "/financements/trouver?montant=abc&etape=lune&type=ACI&territoire=Atlantide"
    assert "Un filtre a été ignoré" in page(address).text


def test_the_list_sends_a_constant_number_of_statements(
    schemes: Session, page: OpenPage, queries: Callable[[], Any]
) -> None:
    page("/financements")
    with queries() as sent:
        page("/financements?etat=clos")
    few = len(sent)
    with queries() as sent:
        page("/financements")
    assert len(sent) == few <= 5


def test_the_csv_can_be_imported_again(schemes: Session, client: FlaskClient) -> None:
    content = client.get("/financements.csv").data
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {"ouverte", "generale"} <= {row["identifiant"] for row in rows}
    assert "fermee" not in {row["identifiant"] for row in rows}
    assert next(r for r in rows if r["identifiant"] == "balise")["montant"] == "'=1+1"
    assert b"identifiant" in client.get("/financements/format.csv").data


def test_the_calendars(schemes: Session, client: FlaskClient) -> None:
    first = client.get("/financements.ics").data.decode()
    assert "Aide ouverte" in first
    assert "Aide fermée" not in first
    assert "DTSTART;VALUE=DATE:" in first
    uids = [line for line in first.splitlines() if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 4
    again = client.get("/financements.ics").data.decode().splitlines()
    assert uids == [line for line in again if line.startswith("UID:")]
    one = client.get("/financements/a-venir.ics").data.decode()
    assert one.count("BEGIN:VEVENT") == 2


def test_the_finder(schemes: Session, page: OpenPage, client: FlaskClient) -> None:
    assert "Vous pouvez les demander" not in page("/financements/trouver").text
    query = "type=ACI&etape=idee&territoire=93&depense=etude&montant=10 000 €"
    shown = page(f"/financements/trouver?{query}").text
    assert "Aide fermée" in shown.split("Pourquoi pas les autres")[1]
    assert "Aide fermée" not in shown.split("Pourquoi pas les autres")[0]
    assert "Aide locale du 93" in shown
    assert "Aide générale" not in shown
    rows = client.get(f"/financements/trouver.csv?{query}").data.decode("utf-8-sig")
    assert "Aide ouverte" in rows
    dates = client.get(f"/financements/trouver.ics?{query}").data.decode()
    assert "Aide ouverte" in dates
    assert "Aide fermée" not in dates
    assert client.get("/financements/trouver.csv").status_code == 200


def test_the_sheet(schemes: Session, page: OpenPage) -> None:
    services.edit(schemes, "locale", {"montant": "5 €"}, author="équipe", now=clock.now())
    row = find_row(schemes, "locale")
    row.link_state, row.link_note, row.link_checked_at = "broken", "erreur 404", clock.now()
    schemes.commit()
    shown = page("/financements/locale").text
    for words in ("Ville de Paris", "5 €", "Lien cassé", "erreur 404", "équipe", "Aide générale"):
        assert words in shown
    page("/financements/balise")
    page("/financements/rien", status=404)


def test_a_former_address_leads_to_the_sheet(schemes: Session, client: FlaskClient) -> None:
    services.edit(schemes, "ouverte", {"identifiant": "neuve"}, author="équipe", now=clock.now())
    schemes.commit()
    answer = client.get("/financements/ouverte")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/financements/neuve")


def test_the_search_finds_schemes(schemes: Session, page: OpenPage) -> None:
    assert "Aide future" in page("/recherche?q=future").text

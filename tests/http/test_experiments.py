"""The pages of experiments, as visitors open them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.experiments.files import load_experiments
from app.experiments.kinds import Need, Public
from app.experiments.matrix import NONE_KNOWN
from tests.pages import Page

OpenPage = Callable[..., Page]
EXPECTED = {
    "seve-emploi",
    "convergence",
    "tapaj",
    "iae-en-detention",
    "tzcld",
    "sibel",
    "spie",
    "contrat-passerelle",
}


def test_every_experiment_of_the_strategy_has_its_sheet(page: OpenPage) -> None:
    shown = page("/experimentations")
    assert {f"/experimentations/{slug}" for slug in EXPECTED} <= set(shown.links)


@pytest.mark.parametrize("slug", [e.slug for e in load_experiments()])
def test_a_sheet_says_its_status_its_sources_and_how_to_join(page: OpenPage, slug: str) -> None:
    shown = page(f"/experimentations/{slug}")
    assert "Statut vérifié le" in shown.text
    assert "Comment y entrer" in shown.text
    assert "Base légale" in shown.text
    assert "Sources" in shown.text
    assert f"/signaler?page=/experimentations/{slug}" in shown.links


def test_what_is_only_presumed_is_said_to_be_verified(page: OpenPage) -> None:
    shown = page("/experimentations/contrat-passerelle")
    assert "Statut aujourd’hui : À vérifier" in shown.text
    assert "présumée terminée depuis décembre 2025" in shown.text


def test_what_was_replaced_leads_to_what_replaced_it(page: OpenPage) -> None:
    shown = page("/experimentations/spie")
    assert "Remplacé" in shown.text
    assert "/instances" in shown.links


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("seve", "seve-emploi"),
        ("service-public-de-l-insertion-et-de-l-emploi", "spie"),
        ("premieres-heures-en-chantier", "convergence"),
        ("iae-en-prison", "iae-en-detention"),
    ],
)
def test_a_former_name_leads_to_the_present_address(
    client: FlaskClient, former: str, present: str
) -> None:
    response = client.get(f"/experimentations/{former}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/experimentations/{present}"


@pytest.mark.parametrize(
    "path",
    [
        "/experimentations/inconnue",
        "/experimentations/inconnue.pdf",
        "/experimentations/<b>",
        "/experimentations/dossier.pdf?q=xyzzy",
    ],
)
def test_what_does_not_exist_is_not_found(page: OpenPage, path: str) -> None:
    page(path, status=404)


def test_filters_narrow_the_list_and_say_what_they_ignore(page: OpenPage) -> None:
    shown = page("/experimentations?public=personnes-detenues&besoin=justice")
    assert "1 expérimentation" in shown.text.replace("\xa0", " ")
    shown = page("/experimentations?public=martiens&statut=en-cours&foo=1")
    assert "martiens" in shown.text
    assert "Un filtre a été ignoré" in shown.text


def test_a_territory_keeps_what_takes_place_there(client: FlaskClient) -> None:
    text = client.get("/experimentations?territoire=77").get_data(as_text=True)
    results = text[text.index('id="resultats"') : text.index('id="matrice"')]
    assert "/experimentations/sibel" not in results
    assert "/experimentations/seve-emploi" in results


def test_htmx_gets_the_results_alone(client: FlaskClient) -> None:
    text = client.get("/experimentations?q=tapaj", headers={"HX-Request": "true"}).text
    assert text.lstrip().startswith('<div id="resultats">')
    assert "/experimentations/tapaj" in text


def test_the_matrix_has_a_word_in_every_cell(client: FlaskClient) -> None:
    lines = client.get("/experimentations/matrice.csv").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines)))[1:]
    assert len(rows) == len(Public) * len(Need)
    assert all(row[2] for row in rows)
    assert any(row[2] == NONE_KNOWN for row in rows)
    cells = {(row[0], row[1]): row[2] for row in rows}
    assert cells[(Public.PRISONERS.label, Need.JUSTICE.label)] == "IAE en détention"


def test_the_matrix_is_a_table_with_a_caption_and_headers(client: FlaskClient) -> None:
    html = client.get("/experimentations").text
    table = html[html.index('class="m-table m-matrix') :]
    assert "<caption>" in table
    assert table.count('<th scope="row">') >= len(Public)
    assert NONE_KNOWN in table


def test_the_list_downloads_as_csv(client: FlaskClient) -> None:
    response = client.get("/experimentations.csv?statut=remplace")
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Service public de l’insertion et de l’emploi"]


@pytest.mark.parametrize(
    "path", ["/experimentations/seve-emploi.pdf", "/experimentations/dossier.pdf?territoire=93"]
)
def test_sheets_are_documents_to_present(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.mimetype == "application/pdf"
    assert response.get_data().startswith(b"%PDF")


def test_the_pages_send_a_few_queries_whatever_they_show(
    page: OpenPage, queries: Callable[[], Any]
) -> None:
    with queries() as sent:
        page("/experimentations")
        page("/experimentations/tapaj")
    # The strip of demonstration data on each page; whom to call and the schemes, on the second.
    assert len(sent) <= 8


def test_the_map_lists_them_under_their_layer(page: OpenPage) -> None:
    shown = page("/carte")
    assert "Expérimentations" in shown.text
    assert "/experimentations/tapaj" in shown.links

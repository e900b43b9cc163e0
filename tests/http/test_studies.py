from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document
from flask.testing import FlaskClient

from tests.http.forms import read_form, send_form
from tests.pages import read_page

NEEDS = "/boite-a-outils/outils/etude-de-besoins"
MARKET = "/boite-a-outils/outils/etude-de-marche"
LINE = {
    "rows-0-public": "=HYPERLINK(1)",
    "rows-0-count": "120, France Travail, juin 2026",
    "rows-0-proof": "donnee",
}
SEGMENT = {"rows-0-segment": "Bailleurs", "rows-0-proof": "intuition"}


def test_the_place_is_understood_in_any_spelling(visitor: FlaskClient) -> None:
    for said in ("Bondy", "93140", "plaine commune", "Seine-Saint-Denis", "93"):
        answer = send_form(visitor, NEEDS, {"territoire": said})
        assert answer.status_code == 200, said
        assert "habitants" in read_page(answer).text.casefold()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("", "Indiquez une commune"),
        ("Bondi sur rien", "Aucun territoire"),
        ("59", "pas en Île-de-France"),
    ],
)
def test_a_place_that_is_not_found_is_said_and_kept(
    visitor: FlaskClient, said: str, message: str
) -> None:
    answer = send_form(visitor, NEEDS, {"territoire": said, **LINE})
    assert answer.status_code == 422
    page = read_page(answer)
    assert message in page.text
    assert "120, France Travail, juin 2026" in page.html


def test_a_study_of_needs_shows_what_is_known_and_what_is_proved(visitor: FlaskClient) -> None:
    page = read_page(send_form(visitor, NEEDS, {"territoire": "93", **LINE}))
    assert "démonstration" in page.text
    assert "1 ligne sur 1 repose sur une donnée" in page.text
    assert "à confirmer" in page.text
    assert any(link.startswith("/structures?territoire=seine-saint-denis") for link in page.links)


def test_lines_are_proposed_with_their_source(visitor: FlaskClient) -> None:
    text = read_page(send_form(visitor, NEEDS, {"territoire": "93", **LINE})).text
    assert "Allocataires du RSA" in text
    assert "article R5132-1-7 du code du travail" in text


def test_a_territory_across_departements_names_only_its_own_actors(visitor: FlaskClient) -> None:
    shown = read_page(send_form(visitor, NEEDS, {"territoire": "T12"})).text
    assert "Département de l’Essonne" in shown
    assert "Département du Val-de-Marne" in shown
    assert "Département des Yvelines" not in shown


def test_the_whole_lists_keep_the_filters_of_the_study(visitor: FlaskClient) -> None:
    # The INSEE code of Le Châtelet-en-Brie is the postal code of Meaux: only the name is sure.
    fields = {"territoire": "Le Châtelet-en-Brie", "secteur": "espaces-verts"}
    links = read_page(send_form(visitor, MARKET, fields)).links
    place = "territoire=le-chatelet-en-brie"
    assert f"/structures?{place}&secteur=espaces-verts&rayon=10" in links
    assert f"/marches?{place}&secteur=espaces-verts&etat=tous" in links
    assert f"/marches/reconductions?{place}&secteur=espaces-verts" in links


def test_a_line_filled_in_by_halves_is_named(visitor: FlaskClient) -> None:
    answer = send_form(visitor, NEEDS, {"territoire": "93", "rows-1-gap": "Pas de garde d’enfants"})
    assert answer.status_code == 422
    text = read_page(answer).text
    assert "Besoin 2 – décrivez le public" in text
    assert "Besoin 2 – dites sur quoi" in text


def test_a_market_is_that_of_a_sector(visitor: FlaskClient) -> None:
    assert send_form(visitor, MARKET, {"territoire": "93"}).status_code == 422
    answer = send_form(
        visitor,
        MARKET,
        {"territoire": "93", "secteur": "nettoyage-de-locaux", "share": "45 %", **SEGMENT},
    )
    page = read_page(answer)
    assert answer.status_code == 200
    assert "alerte à partir de 30 %" in page.text
    assert "Sur 24 mois : " in page.text
    assert "de la filière" in page.text
    assert "intuition" in page.text


@pytest.mark.parametrize(
    ("path", "extra"), [(NEEDS, LINE), (MARKET, {"secteur": "espaces-verts", **SEGMENT})]
)
def test_a_study_is_taken_away(visitor: FlaskClient, path: str, extra: dict[str, str]) -> None:
    fields = {"territoire": "Bondy", **extra}
    book = openpyxl.load_workbook(io.BytesIO(send_form(visitor, path, fields, "xlsx").data))
    assert "Structures proches" in book.sheetnames
    first = book.worksheets[0]
    assert first["A2"].data_type == "s"
    assert first["A2"].value in {"=HYPERLINK(1)", "Bailleurs"}
    note = Document(io.BytesIO(send_form(visitor, path, fields, "docx").data))
    assert any("Bondy" in paragraph.text for paragraph in note.paragraphs)
    assert note.tables


def test_new_lines_come_when_the_first_are_filled(visitor: FlaskClient) -> None:
    filled = {f"rows-{n}-public": f"public {n}" for n in range(4)}
    filled |= {f"rows-{n}-proof": "entretien" for n in range(4)}
    answer = send_form(visitor, NEEDS, {"territoire": "93", **filled})
    assert 'name="rows-5-public"' in answer.get_data(as_text=True)


def test_a_study_is_kept_as_it_was_typed(visitor: FlaskClient) -> None:
    assert (
        send_form(visitor, NEEDS, {"territoire": "Bondy", **LINE}, "enregistrer").status_code == 303
    )
    fields = read_form(visitor, NEEDS)
    assert fields["territoire"] == "Bondy"
    assert fields["rows-0-count"] == "120, France Travail, juin 2026"

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.http.forms import read_form, send_form
from tests.pages import read_page

PATH = "/boite-a-outils/outils/budget"
ACI = {
    "type": "ACI",
    "start": "janvier 2027",
    "opening": "20 000 €",
    "weekly": "26",
    "person_cost": "1 500,50",
    **{f"people-{n}": "10" for n in range(12)},
    **{f"caps-{n}": "8" for n in range(3)},
    "permanents-0-function": "Encadrante technique",
    "permanents-0-fte": "1,5",
    "permanents-0-cost": "3 400",
    "sales-0-label": "=1+1",
    "sales-0-year1": "40 000",
    "sales-0-year2": "45 000",
    "sales-0-year3": "45 000",
    "charges-1-year1": "14 400",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_asks_and_gives_no_cost_as_a_fact(client: FlaskClient) -> None:
    page = read_page(client.get(PATH))
    assert "Votre budget" not in page.text
    typed = {f["name"]: f.get("value", "") for f in page.fields if f.get("value")}
    assert "person_cost" not in typed
    assert typed["weekly"] == "35"
    assert typed["charges-0-label"] == "Achats et matières"


def test_a_budget_is_computed_in_three_scenarios(client: FlaskClient) -> None:
    answer = send_form(client, PATH, ACI)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:3000]
    page = read_page(answer)
    text = plain(page.text)
    assert "Votre budget ACI" in text
    assert "dernière valeur connue, en vigueur depuis le 1er novembre 2024" in text
    assert "Point le plus bas de trésorerie" in text
    # 10 × 26 ÷ 35 = 7.4286 posts; × 23 921 = 177 699 a year.
    assert "177 699 €" in text or "177 698 €" in text or "177 700 €" in text
    assert page.html.count("<polyline") == 3


def test_another_amount_of_aid_is_said_to_be_typed(client: FlaskClient) -> None:
    text = plain(read_page(send_form(client, PATH, {**ACI, "aid": "25 000"})).text)
    assert "saisie manuelle" in text
    assert "La dernière valeur connue est 23 921 €" in text


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"opening": "-5"}, "opening", "négatif"),
        ({"person_cost": "beaucoup"}, "person_cost", "écrivez un nombre"),
        ({"people-3": "99999999999"}, "people-3", "de 0 à 5 000"),
        ({"start": "jamais"}, "start", "écrivez un mois"),
        ({"type": "SARL"}, "type", "choisissez dans la liste"),
        ({"modulation": "12"}, "modulation", "de 0 à 10"),
        ({"sales-0-year1": "1e400"}, "sales-0-year1", "écrivez un nombre"),
        ({"permanents-0-start": "2,5"}, "permanents-0-start", "nombre entier"),
        ({"funding-0-nature": "pret", "funding-0-amount": "1000"}, "funding-0-length", "différé"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    client: FlaskClient, changes: dict[str, str], field: str, message: str
) -> None:
    answer = send_form(client, PATH, {**ACI, **changes})
    assert answer.status_code == 422
    page = read_page(answer)
    assert f"#{field}" in page.links
    assert page.title.startswith("Erreur")
    wrong = {f["id"]: f for f in page.fields if f.get("aria-invalid") == "true"}
    assert field in wrong or field == "type"
    assert message in plain(page.text)
    values = {f.get("name"): f.get("value") for f in page.fields}
    assert values["charges-1-year1"] == "14 400"
    for name, value in changes.items():
        assert values.get(name) in {value, None, "2027-01"} or name == "start"


def test_hours_need_their_base(client: FlaskClient) -> None:
    changes = {"type": "ETTI", "start": "2027-01", "hours-0": "900", "hour_price": "25"}
    answer = send_form(client, PATH, changes)
    assert answer.status_code == 422
    assert "service de l’État" in read_page(answer).text
    assert send_form(client, PATH, {**changes, "hours_base": "1600"}).status_code == 200


def test_a_budget_is_kept_as_it_was_typed_and_opened_again(client: FlaskClient) -> None:
    assert send_form(client, PATH, ACI, "enregistrer").status_code == 303
    fields = read_form(client, PATH)
    assert fields["opening"] == "20 000 €"
    assert fields["permanents-0-fte"] == "1,5"
    assert "Votre budget ACI" in read_page(client.get(PATH)).text


def test_files_are_given_without_keeping_anything(client: FlaskClient) -> None:
    book = send_form(client, PATH, ACI, "xlsx")
    assert "attachment" in book.headers["Content-Disposition"]
    sheets = openpyxl.load_workbook(io.BytesIO(book.data))
    assert sheets["Central"]["B5"].value.startswith("=")
    cells = [row[0].value for row in sheets["Hypothèses"].iter_rows()]
    assert "=1+1" in cells
    paper = PdfReader(io.BytesIO(send_form(client, PATH, ACI, "pdf").data))
    text = plain("".join(p.extract_text() for p in paper.pages))
    assert "Trésorerie mois par mois" in text
    assert "1er novembre 2024" in text
    lines = send_form(client, PATH, ACI, "csv").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(lines)))
    assert len(rows[0]) == 2 + 36 + 3
    assert "Aucun projet" in client.get("/mon-projet").get_data(as_text=True)


def test_a_kept_budget_is_taken_away_from_the_project(client: FlaskClient) -> None:
    send_form(client, PATH, ACI, "enregistrer")
    assert client.get(f"{PATH}/export.xlsx").data[:2] == b"PK"
    assert client.get(f"{PATH}/export.exe").status_code == 303


def test_the_address_may_choose_the_kind(client: FlaskClient) -> None:
    assert read_form(client, f"{PATH}?type=EI")["type"] == "EI"
    assert read_form(client, f"{PATH}?type=EI")["aid"] == "13304"


@pytest.mark.parametrize("name", ["people-²", "people-" + "9" * 5_000, "sales-²-label", "caps-1-x"])
def test_a_hostile_name_of_field_breaks_nothing(client: FlaskClient, name: str) -> None:
    assert send_form(client, PATH, {**ACI, name: "1"}).status_code == 200


def test_a_line_begun_and_not_finished_is_never_left_out_in_silence(client: FlaskClient) -> None:
    changes = {
        "permanents-0-fte": "",
        "permanents-1-fte": "1",
        "investments-0-label": "Camion",
        "funding-0-label": "Région",
        "funding-1-nature": "pret",
        "funding-1-amount": "1000",
        "funding-1-length": "12",
        "funding-1-deferral": "12",
        "funding-2-nature": "pret",
        "funding-2-amount": "1000",
    }
    answer = send_form(client, PATH, {**ACI, **changes})
    assert answer.status_code == 422
    page = read_page(answer)
    wrong = {f["id"] for f in page.fields if f.get("aria-invalid") == "true"}
    assert wrong == {
        "permanents-0-fte",
        "permanents-1-cost",
        "investments-0-amount",
        "funding-0-amount",
        "funding-1-length",
        "funding-2-length",
    }
    assert "Ligne 2 – Coût mensuel d’un ETP : indiquez-le" in plain(page.text)


def test_the_list_of_errors_says_where_each_cell_is(client: FlaskClient) -> None:
    answer = send_form(client, PATH, {**ACI, "people-6": "beaucoup", "caps-2": "-1"})
    text = plain(read_page(answer).text)
    assert "Année 2, trimestre 3 – Personnes en insertion" in text
    assert "Année 3 – ETP conventionnés" in text


def test_what_to_watch_is_said_with_its_scenarios(client: FlaskClient) -> None:
    changes = {"type": "EI", "aid": "23 921", "permanents-0-fte": "1"}
    text = plain(read_page(send_form(client, PATH, {**ACI, **changes})).text)
    assert "Tous les scénarios : L’aide saisie, 23 921 €" in text
    assert "du type ACI, pas du type EI" in text
    assert "sous zéro dès" in text


def test_the_prudent_scenario_never_shows_the_modulated_part(client: FlaskClient) -> None:
    lines = send_form(client, PATH, {**ACI, "modulation": "5"}, "csv").get_data(as_text=True)
    rows = [row for row in csv.reader(io.StringIO(lines)) if row[1].startswith("Part modulée")]
    totals = {(row[0], row[1]): sum(map(float, row[-3:])) for row in rows}
    assert totals["Prudent", "Part modulée, pour mémoire"] == 0
    assert totals["Central", "Part modulée, pour mémoire"] > 0
    assert totals["Central", "Part modulée comptée"] == 0
    assert totals["Ambitieux", "Part modulée comptée"] > 0


def test_a_label_is_never_a_formula_nor_a_tag(client: FlaskClient) -> None:
    label = "=HYPERLINK(1)<script>alert(1)</script>"
    changes = {**ACI, "sales-0-label": label, "charges-1-label": label}
    answer = send_form(client, PATH, changes)
    assert "<script>alert" not in answer.get_data(as_text=True)
    book = openpyxl.load_workbook(io.BytesIO(send_form(client, PATH, changes, "xlsx").data))
    cells = [c for row in book["Hypothèses"].iter_rows() for c in row if c.data_type == "f"]
    assert cells == []

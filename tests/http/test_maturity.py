from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.toolkit.maturity.questionnaire import QUESTION_KEYS
from tests.pages import Page, read_page

PATH = "/boite-a-outils/outils/autodiagnostic"
ANSWERS = {
    "profile": "first-time",
    "kind": "ACI",
    "department": "93",
    "eligibility": "eligible",
    "cash": "positive",
    "sales": "sous-le-plafond",
    **dict.fromkeys(QUESTION_KEYS, "2"),
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    def post(action: str = "calculer", **values: str) -> TestResponse:
        html = client.get(PATH).get_data(as_text=True)
        hidden = dict(re.findall(r'name="(csrf_token|version)" value="([^"]*)"', html))
        return client.post(PATH, data={**ANSWERS, **values, **hidden, "action": action})

    return post


def test_the_page_asks_eighteen_questions_with_four_described_answers(
    page: Callable[..., Page],
) -> None:
    shown = page(PATH)
    html = shown.html
    for key in QUESTION_KEYS:
        assert html.count(f'type="radio" name="{key}"') == 4
        assert f'name="{key}" value="0" checked' not in html
    assert "resultat-titre" not in shown.ids


def test_the_answer_names_the_stage_and_the_weakest_axis(send: Send) -> None:
    shown = read_page(send(**dict.fromkeys(QUESTION_KEYS[6:12], "0")))
    assert "Étape proposée : Modèle économique" in shown.text.replace("\u00a0", " ")
    assert "/boite-a-outils/modele-economique" in shown.links
    assert "/guide/s-installer-en-seine-saint-denis" in shown.links


def test_the_drawing_comes_with_the_same_values_in_a_table(send: Send) -> None:
    shown = read_page(send())
    assert '<svg width="100%"' in shown.html
    assert shown.ids["radar-titre"] == 1
    table = shown.html.split("Les mêmes réponses, en tableau")[1].split("</table>")[0]
    assert table.count("2 – Formalisé") == 18


def test_a_question_left_is_said_beside_it_and_nothing_typed_is_lost(send: Send) -> None:
    answer = send(s3="", e1="1")
    assert answer.status_code == 422
    shown = read_page(answer)
    assert "#s3" in shown.links
    assert shown.ids["s3-erreur"] == 1
    assert "S3\u00a0: choisissez une réponse." in shown.html
    assert 'name="e1" value="1" checked' in shown.html
    assert shown.title.startswith("Erreur")


@pytest.mark.parametrize(
    ("name", "value"),
    [("s1", "4"), ("s1", "<b>"), ("profile", "roi"), ("kind", "ESAT"), ("cash", "x" * 5_000)],
)
def test_a_value_that_is_not_in_the_list_is_refused(send: Send, name: str, value: str) -> None:
    answer = send(**{name: value})
    assert answer.status_code == 422
    assert f'id="{name}-erreur"' in answer.get_data(as_text=True)


def test_what_blocks_is_shown_with_whom_to_call(send: Send) -> None:
    text = read_page(send(sales="au-dela", r2="0")).text
    assert "Les ventes de l’ACI dépassent le plafond" in text
    assert "L’offre existante n’est pas étudiée" in text
    assert "Qui appeler" in text


def test_sustainable_development_is_never_scored(send: Send) -> None:
    def points(html: str) -> list[str]:
        return re.findall(r'<td class="m-num">(\d+)</td>', html)

    without = send().get_data(as_text=True)
    yes = send(**{f"d{n}": "oui" for n in range(1, 11)}).get_data(as_text=True)
    assert points(without) == points(yes)
    assert "Développement durable, sans note" in yes


def test_each_save_is_an_attempt(send: Send, page: Callable[..., Page]) -> None:
    assert send("enregistrer", **dict.fromkeys(QUESTION_KEYS, "1")).status_code == 303
    assert send("enregistrer").status_code == 303
    shown = page(PATH)
    rows = shown.html.split("Points de chaque essai")[1].split("</table>")[0]
    assert rows.count("<tr>") == 3
    assert "+6, +6, +6" in rows
    assert "non enregistrées" not in rows


def test_files_to_take_away(send: Send) -> None:
    document, lines = send("pdf"), send("csv")
    assert document.mimetype == "application/pdf"
    assert document.data.startswith(b"%PDF")
    assert lines.mimetype == "text/csv"
    assert lines.get_data(as_text=True).count("Formalisé") == 18

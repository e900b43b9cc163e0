from __future__ import annotations

import io
import re
from collections.abc import Callable

import docx
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Page, read_page

PATH = "/boite-a-outils/outils/recrutement-cip"
ANSWERS: dict[str, str | list[str]] = {
    "kind": "ACI",
    "post": "cip",
    "activity": "Réemploi de meubles",
    "place": "Bobigny",
    "hours": "31,5",
    "followed": "20",
    "missions_cip": ["accueil", "sortie"],
    "skills_cip": ["ecoute"],
    "filled": "oui",
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    def post(action: str = "calculer", **values: object) -> TestResponse:
        html = client.get(PATH).get_data(as_text=True)
        hidden = dict(re.findall(r'name="(csrf_token|version)" value="([^"]*)"', html))
        return client.post(PATH, data={**ANSWERS, **values, **hidden, "action": action})

    return post


def ticked(html: str, name: str) -> list[str]:
    return re.findall(rf'type="checkbox" name="{name}" value="([^"]*)" checked', html)


@pytest.mark.parametrize("address", [PATH, f"{PATH}?kind=ACI"])
def test_every_mission_is_proposed_at_first(page: Callable[..., Page], address: str) -> None:
    shown = page(address)
    assert len(ticked(shown.html, "missions_cip")) == 12
    assert len(ticked(shown.html, "missions_encadrant")) == 11
    for title in ("Où publier", "Avant de signer", "Fidéliser", "Sources"):
        assert title in shown.text


def test_no_name_of_a_candidate_is_asked(page: Callable[..., Page]) -> None:
    names = {field.get("name", "") for field in page(PATH).fields}
    assert names & {"place", "hours"}
    assert not names & {"nom", "name", "candidate", "email"}


def test_the_result_shows_what_was_chosen(send: Send) -> None:
    shown = read_page(send())
    before = shown.html.split('id="outil"')[0]
    assert "Préparer la sortie, puis garder le contact" in before
    assert "Organiser les immersions" not in before
    assert "94\u00a0minutes" in before
    assert "coefficient × valeur du point" in before
    assert "IDCC 3016" in before
    assert ticked(shown.html, "missions_cip") == ["accueil", "sortie"]


def test_the_files_are_a_profile_and_a_grid(send: Send) -> None:
    profile, grid = send("docx"), send("grille.docx")
    assert "recrutement-cip" in profile.headers["Content-Disposition"]
    assert grid.headers["Content-Disposition"].endswith('.grille.docx"')
    titles = [
        docx.Document(io.BytesIO(answer.data)).core_properties.title for answer in (profile, grid)
    ]
    assert titles[0].startswith("Fiche de poste")
    assert titles[1].startswith("Grille d’entretien")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"post": "patron"}, "post"),
        ({"hours": "soixante"}, "hours"),
        ({"hours": "70"}, "hours"),
        ({"hours": "-3"}, "hours"),
        ({"followed": "2,5"}, "followed"),
        ({"missions_cip": []}, "missions_cip"),
        ({"missions_cip": ["<script>"]}, "missions_cip"),
        ({"activity": "x" * 500}, "activity"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    send: Send, values: dict[str, object], field: str
) -> None:
    answer = send(**values)
    assert answer.status_code == 422
    shown = read_page(answer)
    assert shown.ids[f"{field}-erreur"] == 1
    assert f"#{field}" in shown.links
    assert 'value="Bobigny"' in shown.html  # nothing typed is lost


def test_what_is_typed_stays_text(send: Send) -> None:
    html = send(activity='Tri & "vente"<script>alert(1)</script>').get_data(as_text=True)
    assert "<script>alert" not in html
    assert "Tri &amp; &#34;vente&#34;" in html


def test_a_saved_kit_opens_again_as_it_was(send: Send, page: Callable[..., Page]) -> None:
    assert send("enregistrer").status_code == 303
    shown = page(PATH)
    assert ticked(shown.html, "missions_cip") == ["accueil", "sortie"]
    assert ticked(shown.html, "missions_encadrant") == []
    assert "resultat-titre" in shown.ids

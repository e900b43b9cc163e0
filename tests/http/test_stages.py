from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app.toolkit.stages import Axis, Profile, load_stages
from tests.pages import Page

Open = Callable[..., Page]
SLUGS = [stage.slug for stage in load_stages()]


def test_there_are_ten_stages_to_enter_from_anywhere(page: Open) -> None:
    shown = page("/boite-a-outils")
    assert SLUGS == [
        "idee", "etude", "modele-economique", "statut", "financement", "conventionnement",
        "lancement", "gestion", "developpement", "cloture",
    ]  # fmt: skip
    assert {f"/boite-a-outils/{slug}" for slug in SLUGS} <= set(shown.links)
    assert "Commencez ici" not in shown.text


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stage_has_all_its_parts(page: Open, slug: str) -> None:
    shown = page(f"/boite-a-outils/{slug}")
    for part in ("Les questions à se poser", "À faire", "Ce que l’étape produit", "Qui appeler"):
        assert part in shown.text
    assert all(axis.label in shown.text for axis in Axis)
    assert "Obligation légale" in shown.text or "Bonne pratique" in shown.text


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("profil=first-time", "idee"),
        ("profil=company", "etude"),
        ("profil=growing-siae", "developpement"),
        ("maturite=in_progress", "modele-economique"),
        ("profil=association&maturite=ready", "conventionnement"),
    ],
)
def test_the_path_says_where_to_begin(page: Open, query: str, entry: str) -> None:
    shown = page(f"/boite-a-outils?{query}")
    assert shown.text.count("Commencez ici") == 1
    before = shown.html[: shown.html.index("Commencez ici")]
    assert before.rindex(f"/boite-a-outils/{entry}") > before.rindex('<li class="m-step')


def test_what_is_chosen_follows_from_page_to_page(page: Open) -> None:
    query = "?profil=company&type=EI&territoire=93&maturite=ready"
    shown = page(f"/boite-a-outils{query}")
    escaped = "/boite-a-outils/idee" + query
    assert escaped in shown.links
    stage = page(f"/boite-a-outils/statut{query}")
    advice = next(s for s in load_stages() if s.slug == "statut").advice[Profile.COMPANY]
    assert advice.replace("\u00a0", " ") in stage.text


def test_the_kind_changes_the_checklist(page: Open) -> None:
    whole = page("/boite-a-outils/statut").html.count("m-check__text")
    aci = page("/boite-a-outils/statut?type=ACI").html.count("m-check__text")
    assert 0 < aci < whole


def test_the_departement_changes_who_to_call_and_shows_holes(page: Open) -> None:
    stage = page("/boite-a-outils/idee?territoire=93").text
    assert "Seine-Saint-Denis" in stage
    assert "à confirmer" in page("/boite-a-outils/lancement?territoire=77").text


def test_the_departement_is_chosen_once(client: FlaskClient) -> None:
    answer = client.post("/mon-territoire", data={"territoire": "93", "retour": "/boite-a-outils"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/boite-a-outils")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("territoire=93")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert 'value="93" selected' in client.get("/guide/l-aide-au-poste").get_data(as_text=True)
    client.post("/mon-territoire", data={"territoire": "", "retour": "/"})
    assert client.get_cookie("territoire") is None


@pytest.mark.parametrize(
    "back", ["https://mal.example", "//mal.example", "/\\mal", "javascript:x", ""]
)
def test_the_choice_never_leads_elsewhere(client: FlaskClient, back: str) -> None:
    answer = client.post("/mon-territoire", data={"territoire": "13", "retour": back})
    assert answer.headers["Location"] == "/"
    assert client.get_cookie("territoire") is None


@pytest.mark.parametrize(
    "query", ["profil=roi", "type=ESAT", "territoire=13", "maturite=<script>", "type=ACI&type=EI"]
)
def test_what_is_unknown_is_ignored(page: Open, query: str) -> None:
    page(f"/boite-a-outils?{query}")
    page(f"/boite-a-outils/idee?{query}")


def test_an_unknown_stage_is_not_found(client: FlaskClient) -> None:
    for path in ("/boite-a-outils/nulle-part", "/boite-a-outils/nulle-part.pdf"):
        assert client.get(path).status_code == 404
    assert client.get("/boite-a-outils/nulle-part.csv").status_code == 404


def test_a_stage_is_taken_away_as_a_table_and_on_paper(client: FlaskClient) -> None:
    answer = client.get("/boite-a-outils/conventionnement.csv?type=ACI")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    stage = next(s for s in load_stages() if s.slug == "conventionnement")
    assert len(rows) == sum(not i.kinds or "ACI" in i.kinds for i in stage.checklist)
    assert {row["nature"] for row in rows} == {"Obligation légale", "Bonne pratique"}
    paper = PdfReader(io.BytesIO(client.get("/boite-a-outils/conventionnement.pdf").data))
    text = "".join(p.extract_text() for p in paper.pages)
    assert "Qui appeler" in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]

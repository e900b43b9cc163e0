from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import clock, territories
from app.blueprints.territory_sections.registry import SECTIONS
from app.extensions import db
from app.portraits.portrait import read_portrait
from tests.pages import Page

Open = Callable[..., Page]
EVERY_KIND = ["R11", "93", "75", "T1", "T6", "T12", "200054781", "247800550", "93066", "75112"]


@pytest.mark.parametrize("code", EVERY_KIND)
def test_every_kind_of_territory_has_its_sheet(visit: Open, code: str) -> None:
    page = visit(f"/territoires/{code}")
    assert f"/territoires/{code}.csv" in page.links
    assert f"/territoires/{code}/fiche.pdf" in page.links
    assert any(link.startswith("/signaler?page=/territoires/") for link in page.links)
    assert any(link.startswith("/structures?territoire=") for link in page.links)
    assert any(src.startswith("/carte/cadre?territoire=") for src in page.loads)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("t6", "T6"),
        ("seine-saint-denis", "93"),
        ("plaine-commune", "T6"),
        ("93059", "93066"),
        ("93200", "93066"),
        ("Plaine%20Commune", "T6"),
    ],
)
@pytest.mark.parametrize("tail", ["", ".csv", "/fiche.pdf"])
def test_other_spellings_lead_to_the_code_for_good(
    visitor: FlaskClient, said: str, code: str, tail: str
) -> None:
    answer = visitor.get(f"/territoires/{said}{tail}")
    assert answer.status_code == 301
    assert answer.location.endswith(f"/territoires/{code}{tail}")


@pytest.mark.parametrize(
    "said", ["59", "FR", "zzz", "saint-denys-sur-rien", "%00", "%FF%FE", "..%2f..%2fetc", "9" * 300]
)
@pytest.mark.parametrize("tail", ["", ".csv", "/fiche.pdf"])
def test_what_has_no_sheet_is_not_found(visitor: FlaskClient, said: str, tail: str) -> None:
    assert visitor.get(f"/territoires/{said}{tail}").status_code == 404


def test_a_name_misspelt_gets_suggestions(visit: Open) -> None:
    assert "Vouliez-vous dire Montreuil" in visit("/territoires/montreuille", status=404).text


def test_a_departement_lists_its_territories_and_compares(visit: Open) -> None:
    page = visit("/territoires/93")
    assert {"/territoires/T6", "/territoires/R11"} <= set(page.links)
    assert "dans la région" in page.text
    assert "démonstration" in page.text
    assert "Qui appeler" in page.text


def test_an_empty_territory_says_what_to_do(visit: Open) -> None:
    page = visit("/territoires/247800550")
    assert "Aucune structure connue" in page.text
    assert "/signaler?page=/territoires/247800550" in page.links
    assert "Aucun ici" in page.text


def test_a_commune_has_a_short_sheet(visit: Open) -> None:
    page = visit("/territoires/93066")
    assert "Les structures les plus proches" in page.text
    assert "Ce que contient le territoire" not in page.text
    assert {"/territoires/93", "/territoires/T6", "/territoires/R11"} <= set(page.links)


def test_the_sections_have_keys_of_their_own() -> None:
    keys = [section.key for section in SECTIONS]
    assert len(set(keys)) == len(keys)
    assert all(section.in_full or section.in_short for section in SECTIONS)
    assert all(section.title and section.empty for section in SECTIONS)


@pytest.mark.parametrize("code", ["R11", "93", "T6", "247800550", "93066"])
def test_a_sheet_asks_a_fixed_number_of_questions(
    visitor: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    code: str,
) -> None:
    with count_queries() as sent:
        visitor.get(f"/territoires/{code}")
    assert len(sent) <= 24


def test_the_figures_as_csv(visitor: FlaskClient) -> None:
    answer = visitor.get("/territoires/T6.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert all(row["code"] == "T6" and row["source"] and row["date"] for row in rows)
    people = next(row for row in rows if row["indicateur"] == "Habitants")
    assert float(people["rapport"]) == pytest.approx(
        int(people["valeur"]) / int(people["region"]), abs=0.001
    )
    region = visitor.get("/territoires/R11.csv").get_data(as_text=True).lstrip("\ufeff")
    assert all(not row["rapport"] for row in csv.DictReader(io.StringIO(region)))


@pytest.mark.parametrize("code", ["93", "247800550", "93066"])
def test_the_sheet_for_elected_officials(visitor: FlaskClient, code: str) -> None:
    answer = visitor.get(f"/territoires/{code}/fiche.pdf")
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(("code", "slug"), [("93", "seine-saint-denis"), ("T6", "plaine-commune")])
@pytest.mark.parametrize("kind", ["ACI", "EI", "ESAT"])
def test_a_count_is_that_of_the_list_it_leads_to(
    world: Flask, visit: Open, code: str, slug: str, kind: str
) -> None:
    portrait = read_portrait(db.session(), territories.get(code), clock.now())
    here = next(row.here for row in portrait.supply.kinds if row.kind == kind)
    address = f"/structures?territoire={slug}&type={kind}"
    assert address in visit(f"/territoires/{code}").links
    shown = "structures" if here > 1 else "structure"
    assert f"{here} {shown}" in visit(address).text


def test_the_open_tenders_are_those_of_the_list(world: Flask, visit: Open) -> None:
    portrait = read_portrait(db.session(), territories.get("T6"), clock.now())
    count = portrait.demand.open
    assert count > 0
    shown = "consultations" if count > 1 else "consultation"
    assert f"{count} {shown}" in visit("/marches?territoire=plaine-commune").text


@pytest.mark.parametrize(
    ("words", "code"), [("plaine commune", "T6"), ("93", "93"), ("saint-denis", "93066")]
)
def test_the_search_finds_a_territory_by_any_of_its_names(
    visit: Open, words: str, code: str
) -> None:
    assert f"/territoires/{code}" in visit(f"/recherche?q={words}&type=territory").links

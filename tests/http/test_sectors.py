from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import sectors
from app.extensions import db
from app.sectors import Tag
from tests.pages import Page

Visit = Callable[..., Page]
PARTS = (
    "De quoi il s’agit", "Qui y travaille", "Marchés ouverts", "Marchés attribués", "Financer",
    "Les réseaux", "Métiers et recrutements", "Se former", "Qui veut se lancer", "Les codes",
)  # fmt: skip
HOSTILE = (
    "q=%00", "q=" + "a" * 5000, "q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%25%5F%27", "etiquette=x",
    "etiquette=verte&etiquette=verte", "etiquette=%FF", "page=2", "=", "&&", "q[]=x",
)  # fmt: skip


@pytest.mark.parametrize(
    "slug", ["nettoyage-de-locaux", "espaces-verts", "batiment-second-oeuvre", "traiteur"]
)
def test_a_page_has_every_part_and_a_contents_that_leads_to_them(visit: Visit, slug: str) -> None:
    page = visit(f"/filieres/{slug}")
    titles = [text for level, text in page.headings if level == 2]
    for part in PARTS:
        assert any(title.startswith(part) for title in titles), part
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors <= set(page.ids)
    assert len(anchors) >= len(PARTS)
    assert f"/marches.rss?secteur={slug}" in page.links
    assert f"/marches.ics?secteur={slug}" in page.links
    assert f"/filieres/{slug}/me-lancer" in page.links


def test_every_sector_opens_with_its_form_and_its_figures(
    visit: Visit, visitor: FlaskClient
) -> None:
    for slug in (*sectors.groups_by_slug(), *(s.slug for s in sectors.sectors())):
        visit(f"/filieres/{slug}")
        answer = visitor.get(f"/filieres/{slug}.csv")
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
        assert rows[-1]["rubrique"] == "se lancer", slug
    visit(f"/filieres/{slug}/me-lancer")


@pytest.mark.parametrize("tag", list(Tag))
def test_a_tag_keeps_its_sectors_and_a_page_says_why_and_where_from(visit: Visit, tag: Tag) -> None:
    tagged = [s for s in sectors.sectors() if any(t.tag is tag for t in s.tags)]
    index = visit(f"/filieres?etiquette={tag.word}")
    shown = {link.removeprefix("/filieres/") for link in index.links if "/filieres/" in link}
    assert {s.slug for s in sectors.sectors()} & shown == {s.slug for s in tagged}
    page = visit(f"/filieres/{tagged[0].slug}")
    assert "Pourquoi ces étiquettes" in page.text
    assert tag.label in page.text
    assert "Source" in page.text


def test_where_nobody_works_is_said(visit: Visit) -> None:
    worked = set(db.session.scalars(sa.text("select distinct sector from activity")))
    empty = next(s for s in sectors.sectors() if s.slug not in worked)
    page = visit(f"/filieres/{empty.slug}")
    assert "Personne de connu" in page.text
    partly = visit("/filieres/espaces-verts")
    assert "Aucune structure connue" in partly.text


def test_the_counts_of_the_table_are_those_of_the_directory(
    visit: Visit, visitor: FlaskClient
) -> None:
    address = "/structures.csv?secteur=nettoyage-de-locaux"
    listed = visitor.get(address).get_data(as_text=True).strip().count("\n")
    assert f"Qui y travaille : {listed} structures" in visit(
        "/filieres/nettoyage-de-locaux"
    ).text.replace("\u00a0", " ")


def test_a_figure_of_recruitment_is_dated_and_sourced(visit: Visit) -> None:
    text = visit("/filieres/nettoyage-de-locaux").text.replace("\u202f", " ")
    assert "14 800 projets de recrutement en Île-de-France en 2025" in text
    assert "à vérifier" in text
    assert "projets de recrutement en Île-de-France" not in visit("/filieres/apiculture").text


@pytest.mark.parametrize("slug", ["nettoyage-de-locaux", "batiment-second-oeuvre", "apiculture"])
def test_a_page_sends_as_few_statements_whatever_it_shows(
    visitor: FlaskClient, count_queries: Callable[[], AbstractContextManager[list[str]]], slug: str
) -> None:
    with count_queries() as sent:
        assert visitor.get(f"/filieres/{slug}").status_code == 200
    assert len(sent) <= 16, sent
    with count_queries() as sent:
        assert visitor.get("/filieres").status_code == 200
    assert len(sent) <= 4, sent


@pytest.mark.parametrize("path", ["/filieres", "/filieres.csv"])
def test_no_query_string_of_the_index_is_an_error(visitor: FlaskClient, path: str) -> None:
    for query in HOSTILE:
        answer = visitor.get(f"{path}?{query}")
        assert answer.status_code == 200, query
        assert b"<script>alert" not in answer.data
    assert "ignoré" in visitor.get("/filieres?etiquette=x").get_data(as_text=True)


def test_the_index_is_searched_by_words_and_by_codes(visit: Visit) -> None:
    for asked in ("VÉLO", "I1607"):
        page = visit(f"/filieres?q={asked}")
        assert "/filieres/reparation-et-vente-de-velos" in page.links
        assert "/filieres/espaces-verts" not in page.links
    assert "Aucune filière" in visit("/filieres?q=zzzzz").text


@pytest.mark.parametrize(
    "path", ["/filieres/x.csv", "/filieres/x/me-lancer", "/filieres/%00/me-lancer", "/filieres/é"]
)
def test_an_unknown_sector_is_a_404(visit: Visit, path: str) -> None:
    visit(path, status=404)

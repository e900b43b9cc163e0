from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import clock, territories
from app.extensions import db
from app.portraits.need import read_need
from app.portraits.need_levels import Level, around_index, inside_index, territories_at
from app.portraits.siting import find_sites
from app.siae.models import Siae
from tests.pages import Page

Visit = Callable[..., Page]
SITES = "/territoires/ou-implanter"


def read_rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))


def test_levels_cover_the_region_without_overlap() -> None:
    departments, groups = (territories_at(level) for level in Level)
    assert len(departments) == 8
    assert len(groups) == 63
    for places in (departments, groups):
        communes = [c for place in places for c in territories.communes_of(place.code)]
        assert len(communes) == len(set(communes)) == 1266
    assert inside_index(Level.GROUPS)["75"] == "T1"
    assert inside_index(Level.GROUPS)["75112"] == "T1"
    assert "93" not in inside_index(Level.GROUPS)
    assert "T6" in around_index(Level.GROUPS)["93"]


def test_the_table_shows_every_territory_its_rank_and_what_is_absent(visit: Visit) -> None:
    page = visit("/territoires")
    for code in ("75", "77", "78", "91", "92", "93", "94", "95"):
        assert f"/territoires/{code}" in page.links
    assert "donnée absente" in page.text
    assert "Indice partiel" in page.text
    assert "offre seule" in page.text
    assert "selon les poids" in page.text
    assert "Populations légales de l’INSEE" in page.text
    assert "remplacer ces chiffres par un fichier CSV" in page.text
    assert 'aria-sort="ascending"' in page.html
    assert "/territoires/format.csv" in page.links
    assert "/boite-a-outils/outils/etude-de-besoins" in page.links


def test_the_table_sorts_both_ways_with_the_unknown_last(visitor: FlaskClient) -> None:
    down = read_rows(visitor, "/territoires.csv?niveau=ept-epci&tri=population")
    up = read_rows(visitor, "/territoires.csv?niveau=ept-epci&tri=population&ordre=asc")
    people = [float(row["population"]) for row in down]
    assert len(down) == 63
    assert people == sorted(people, reverse=True)
    assert [float(row["population"]) for row in up] == sorted(people)
    ranks = [int(row["rang"]) for row in read_rows(visitor, "/territoires.csv")]
    assert ranks == sorted(ranks)
    assert all(row["demandeurs_emploi"] == "" for row in down)
    for row in down:
        assert int(row["rang_min"]) <= int(row["rang"]) <= int(row["rang_max"])


@pytest.mark.parametrize(
    "address",
    ["/territoires?niveau=lune&tri=x&ordre=y", "/territoires?inconnu=1", f"{SITES}?secteur=lune"],
)
def test_what_means_nothing_is_ignored_and_said(visit: Visit, address: str) -> None:
    assert "Un filtre a été ignoré" in visit(address).text


def test_the_template_of_figures_has_a_row_for_each_territory_and_key(
    visitor: FlaskClient,
) -> None:
    rows = read_rows(visitor, "/territoires/format.csv")
    assert {row["cle"] for row in rows} == {
        "population", "demandeurs-emploi", "population-qpv", "postes-siae", "filieres-presentes",
    }  # fmt: skip
    assert len(rows) == 5 * (8 + 63)


@pytest.mark.parametrize("level", ["departements", "ept-epci", "n’importe quoi"])
def test_the_map_is_framed_under_its_own_policy(visitor: FlaskClient, level: str) -> None:
    frame = visitor.get("/territoires/cadre", query_string={"niveau": level})
    assert frame.status_code == 200
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]
    assert "<style" not in frame.get_data(as_text=True)
    found = re.search(r'<script src="(/territoires/cadre\.js[^"]*)"', frame.get_data(as_text=True))
    assert found is not None
    script = visitor.get(found[1])
    assert script.mimetype == "text/javascript"
    assert "carte.surfaces(" in script.get_data(as_text=True)


def test_the_map_of_the_portal_has_the_layer_hidden_and_its_twin_list(
    visit: Visit, visitor: FlaskClient
) -> None:
    script = visitor.get("/carte/cadre.js").get_data(as_text=True)
    call = next(line for line in script.splitlines() if "carte.surfaces(" in line)
    assert '"shown":false' in call
    page = visit("/carte")
    assert any(text.startswith("Indice de besoin") for _, text in page.headings)
    assert "/territoires/T6" in page.links
    narrowed = visit("/carte?territoire=93")
    assert "/territoires/T6" in narrowed.links
    assert "/territoires/T2" not in narrowed.links


def test_without_a_sector_the_page_asks_for_one(visit: Visit, visitor: FlaskClient) -> None:
    assert "Choisissez une filière" in visit(SITES).text
    assert read_rows(visitor, f"{SITES}.csv") == []


def test_sites_are_ranked_explained_and_name_who_is_there(visit: Visit) -> None:
    page = visit(f"{SITES}?secteur=proprete-des-locaux&niveau=departements")
    headings = [text for level, text in page.headings if level == 3]
    assert len(headings) == 8
    assert "Place laissée par l’offre" in page.text
    assert any(link.startswith("/structures/") for link in page.links)
    assert any(
        link.startswith("/marches?secteur=proprete-des-locaux&territoire=") for link in page.links
    )


def test_a_departement_keeps_the_territories_that_reach_into_it(visitor: FlaskClient) -> None:
    rows = read_rows(visitor, f"{SITES}.csv?secteur=proprete-des-locaux&departement=93")
    codes = {row["code"] for row in rows}
    assert {"T6", "T7", "T8", "T9"} <= codes
    assert "T1" not in codes


def test_a_long_ranking_is_cut_into_pages(visit: Visit) -> None:
    first = visit(f"{SITES}?secteur=proprete-des-locaux")
    last = visit(f"{SITES}?secteur=proprete-des-locaux&page=4")
    assert sum(level == 3 for level, _ in first.headings) == 20
    assert sum(level == 3 for level, _ in last.headings) == 3


def test_sites_count_the_structures_of_the_directory(world: Any) -> None:
    answer = find_sites(
        db.session(),
        sectors=("nettoyage-de-locaux",),
        kind=None,
        level=Level.DEPARTMENTS,
        now=clock.now(),
    )
    assert any(result.structures for result in answer.results)
    for result in answer.results:
        for one in result.structures:
            siae = db.session.scalars(sa.select(Siae).where(Siae.slug == one.slug)).one()
            assert siae.department_code == result.territory.code
            assert siae.kind.is_siae
    assert [r.site.rank for r in answer.results] == list(range(1, 9))


@pytest.mark.parametrize("level", list(Level))
def test_queries_do_not_grow_with_the_territories(
    world: Any, count_queries: Callable[[], AbstractContextManager[list[str]]], level: Level
) -> None:
    with count_queries() as sent:
        read_need(db.session(), level)
    assert len(sent) <= 3
    with count_queries() as sent:
        find_sites(db.session(), sectors=("restauration",), kind=None, level=level, now=clock.now())
    assert len(sent) <= 5

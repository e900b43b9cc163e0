from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock, sectors
from app.extensions import db
from app.siae.models import Siae
from app.tenders.models import Clause, Consultation
from tests.pages import Page

PAGES = (
    "/",
    "/marches/heures-insertion",
    "/marches/heures-insertion?heures=140&mois=12",
    "/marches/reconductions",
    "/marches?structure=21920062300011&reponse=seul",
    "/guide",
    "/guide/qu-est-ce-que-l-iae",
    "/guide/les-types-de-siae-compares",
    "/guide/le-conventionnement",
    "/glossaire",
    "/recherche",
    "/recherche?q=nettoyage",
    "/recherche?q=zzzzzzzz",
    "/structures",
    "/structures?type=ACI&territoire=seine-saint-denis&rayon=20",
    "/structures?q=zzzzzzzz",
    "/filieres",
    "/marches",
    "/marches?etat=tous&clause=reservee",
    "/marches?q=zzzzzzzz",
    "/carte",
    "/carte?territoire=93",
    "/mentions-legales",
    "/accessibilite",
)
LISTS = ("/structures", "/marches", "/carte", "/recherche")
Visit = Callable[..., Page]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_whole_and_says_that_data_are_fictional(
    visit: Visit, address: str
) -> None:
    page = visit(address)
    assert "démonstration" in page.text
    assert {"/guide", "/structures", "/marches", "/carte", "/filieres"} <= set(page.links)


def test_every_structure_consultation_and_sector_has_its_page(visit: Visit, world: Flask) -> None:
    for slug in db.session.scalars(sa.select(Siae.slug)):
        assert "démonstration" in visit(f"/structures/{slug}").text
    for reference in db.session.scalars(sa.select(Consultation.reference)):
        visit(f"/marches/{reference}")
    for group in sectors.groups():
        visit(f"/filieres/{group.slug}")
        visit(f"/filieres/{group.sectors[0].slug}")


@pytest.mark.parametrize(
    "address",
    [
        "/structures/inconnue",
        "/marches/26-404",
        "/guide/inconnu",
        "/filieres/inconnue",
        "/nulle-part",
        "/structures/../../etc/passwd",
        "/marches/%00",
        "/structures/%F0%9F%92%A9",
    ],
)
def test_what_does_not_exist_is_a_404_that_helps(visit: Visit, address: str) -> None:
    page = visit(address, status=404)
    assert {"/structures", "/marches", "/guide"} <= set(page.links)
    assert any(field.get("name") == "q" for field in page.fields)


HOSTILE = (
    "page=0", "page=-1", "page=abc", "page=99999999999999999999", "par=1000000", "par=x", "tri=x",
    "secteur=inconnu", "secteur=" + "a" * 5000, "territoire=Atlantide", "territoire=%00",
    "territoire=93&territoire=93&territoire=75", "rayon=-5", "rayon=1e999", "rayon=NaN",
    "type=XYZ", "type=ACI&type=ACI", "clause=rien", "etat=x", "vue=rien", "q=%F0%9F%92%A9",
    "q=" + "a" * 3000, "q=%22%27%3B--", "q=AND+OR+NOT", "q=*", "q=%28%28", "q=a%5B0%5D:%5E~",
    "q=%00", "rayon=9999", "q[]=x", "inconnu=1", "%FF=%FE",
    "q=%3Cscript%3Ealert(1)%3C/script%3E", "=", "&&", "page",
)  # fmt: skip


@pytest.mark.parametrize("path", [*LISTS, "/structures.csv", "/marches.csv", "/carte/cadre.js"])
def test_no_query_string_is_an_error(visitor: FlaskClient, path: str) -> None:
    for query in HOSTILE:
        response = visitor.get(f"{path}?{query}")
        assert response.status_code == 200, (path, query)
        assert b"<script>alert" not in response.data


@pytest.mark.parametrize(
    ("query", "said"),
    [("secteur=inconnu", "inconnu"), ("territoire=Atlantide", "Atlantide"), ("par=x", "x")],
)
@pytest.mark.parametrize("path", ["/structures", "/marches"])
def test_a_value_that_means_nothing_is_ignored_and_said_so(
    visit: Visit, path: str, query: str, said: str
) -> None:
    page = visit(f"{path}?{query}")
    assert "ignoré" in page.text
    assert said in page.text


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("paris-12e", Siae.commune_code == "75112"),
        ("T1", Siae.department_code == "75"),
        ("93", Siae.department_code == "93"),
        ("ile-de-france", sa.true()),
    ],
)
def test_a_list_holds_every_structure_of_the_place_and_no_other(
    visitor: FlaskClient, world: Flask, place: str, expected: sa.ColumnElement[bool]
) -> None:
    rows = csv.reader(
        io.StringIO(visitor.get(f"/structures.csv?territoire={place}").text), delimiter=";"
    )
    inside = db.session.scalar(sa.select(sa.func.count(Siae.id)).where(expected))
    assert inside
    assert len(list(rows)) - 1 == inside


def test_a_page_beyond_the_last_says_so_and_leads_back(visit: Visit) -> None:
    assert "page" in visit("/structures?page=400").text


@pytest.mark.parametrize(
    "path",
    ["/structures", "/marches?etat=tous", "/carte", "/", "/recherche?q=nettoyage", "/filieres"],
)
def test_a_list_asks_the_database_a_constant_number_of_questions(
    visitor: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    path: str,
) -> None:
    counts = set()
    sizes = (10, 50) if path.startswith(("/structures", "/marches")) else (10,)
    for size in sizes:
        with count_queries() as sent:
            separator = "&" if "?" in path else "?"
            assert visitor.get(f"{path}{separator}par={size}").status_code == 200
        counts.add(len(sent))
        # A layer of the map may read a few times; the others: the list and the frame.
        limit = 18 if path == "/carte" else 8
        assert len(sent) <= limit, sent
    assert len(counts) == 1


@pytest.mark.parametrize("path", ["/structures", "/marches"])
def test_htmx_gets_the_results_alone_and_caches_know(visitor: FlaskClient, path: str) -> None:
    response = visitor.get(path, headers={"HX-Request": "true"})
    assert b"<html" not in response.data
    assert b'id="resultats"' in response.data
    assert "HX-Request" in response.headers["Vary"]
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in visitor.get(path, headers=restored).data


@pytest.mark.parametrize("path", ["/structures.csv", "/marches.csv?etat=tous"])
def test_every_list_is_csv(visitor: FlaskClient, path: str) -> None:
    response = visitor.get(path)
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 30
    assert len({len(row) for row in rows}) == 1


def test_filters_narrow_the_list_and_its_export_alike(visitor: FlaskClient, visit: Visit) -> None:
    rows = visitor.get("/structures.csv?type=ESAT").data.decode("utf-8-sig").splitlines()
    assert 1 < len(rows) < 30
    assert all("ESAT" in row for row in rows[1:])
    assert f"{len(rows) - 1}" in visit("/structures?type=ESAT").text


def test_the_most_urgent_comes_first_and_a_closed_one_does_not_come(
    visitor: FlaskClient, consultation: Consultation
) -> None:
    html = visitor.get("/marches").get_data(as_text=True)
    results = html.partition('id="resultats"')[2]
    links = [part.split('"')[0] for part in results.split('href="/marches/')[1:]]
    assert links[0] == consultation.reference
    past = clock.now() - timedelta(minutes=1)
    closed = set(
        db.session.scalars(sa.select(Consultation.reference).where(Consultation.deadline_at < past))
    )
    assert closed
    assert not closed & set(links)


def test_a_consultation_shows_who_fits_each_lot_and_why_and_proves_its_clause(
    visit: Visit, world: Flask
) -> None:
    clause = db.session.scalars(
        sa.select(Clause)
        .join(Consultation)
        .where(Clause.kind == "reserved", Consultation.status == "active")
    ).first()
    assert clause is not None
    reference = db.session.get_one(Consultation, clause.consultation_id).reference
    page = visit(f"/marches/{reference}")
    assert clause.quotation[:60] in page.text
    assert clause.article.split(",")[0] in page.text
    for word in ("Filière", "Territoire", "Capacité", "Disponibilité"):
        assert word in page.text
    assert any(link.startswith("/structures/") for link in page.links)


def test_the_number_of_any_notice_leads_to_its_consultation(
    visitor: FlaskClient, world: Flask
) -> None:
    amended = db.session.scalars(sa.select(Consultation).where(Consultation.is_amended)).first()
    assert amended is not None
    numbers = db.session.scalars(
        sa.text("select number from notice where consultation_id = :id").bindparams(id=amended.id)
    )
    other = next(number for number in numbers if number != amended.reference)
    response = visitor.get(f"/marches/{other}")
    assert response.status_code == 301
    assert response.headers["Location"].endswith(f"/marches/{amended.reference}")


def test_the_page_of_a_structure_shows_the_tenders_that_fit_it(visit: Visit, world: Flask) -> None:
    fitted = 0
    for slug in list(db.session.scalars(sa.select(Siae.slug)))[:12]:
        fitted += any(link.startswith("/marches/") for link in visit(f"/structures/{slug}").links)
    assert fitted >= 6


def test_the_map_is_a_page_of_its_own_served_by_the_portal_alone(visitor: FlaskClient) -> None:
    frame = visitor.get("/carte/cadre?type=ACI")
    assert (
        "default-src 'none'" in frame.headers["Content-Security-Policy"]
        or "default-src 'self'" in frame.headers["Content-Security-Policy"]
    )
    assert "http://" not in frame.get_data(as_text=True)
    assert "https://" not in frame.get_data(as_text=True)
    assert "type=ACI" in frame.get_data(as_text=True)
    assert visitor.get("/carte/cadre.js?type=ACI").mimetype == "text/javascript"


def test_every_answer_carries_the_security_headers(visitor: FlaskClient) -> None:
    for path in ("/", "/nulle-part", "/structures.csv"):
        headers = visitor.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/structures", "/marches"])
def test_writing_is_not_allowed_where_one_reads(visitor: FlaskClient, path: str) -> None:
    assert visitor.post(path).status_code in {400, 405}


def test_a_map_is_drawn_again_when_a_structure_changes(
    visitor: FlaskClient, structure: Siae
) -> None:
    before = visitor.get("/carte/cadre.js").data
    assert visitor.get("/carte/cadre.js").data == before
    structure.brand = "Une enseigne toute neuve"
    structure.updated_at = clock.now() + timedelta(seconds=1)
    db.session.flush()
    assert "Une enseigne toute neuve" in visitor.get("/carte/cadre.js").get_data(as_text=True)
    db.session.rollback()
    assert visitor.get("/carte/cadre.js").data == before

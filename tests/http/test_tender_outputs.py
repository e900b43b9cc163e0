"""Consultations in other formats, and the pages of awards and buyers, as people ask for them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextvars import Context
from datetime import date

import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app import clock
from app.awards.records import AwardRecord, Consideration, Holder
from app.awards.services import store_awards
from app.extensions import db
from app.imports.report import FileReport
from app.organisations.models import Organisation
from app.siae.models import Siae
from app.tenders.models import Consultation
from app.tenders.reading import read_record
from app.tenders.records import NoticeRecord
from app.tenders.services import store_notices
from app.tenders.sources import RawNotice
from tests.pages import Page
from tests.tenders.payloads import record, simple

SIRET = "21920062300011"


@pytest.fixture
def awarded(world: object) -> AwardRecord:
    """A contract of cleaning in Bobigny that ends in half a year."""
    today = clock.today()
    record = AwardRecord(
        buyer_siret=SIRET,
        buyer_name="Ville de Nanterre",
        number="2024-01",
        object="Nettoyage des écoles maternelles",
        source="decp_2022",
        cpv="90919300",
        place_code="93008",
        place_type="Code commune",
        duration_months=18,
        notified_on=date(today.year - 1, today.month, 1),
        amount=120_000,
        considerations=frozenset({Consideration.CLAUSE}),
        holders=(Holder(name="Propreté Solidaire"),),
    )
    store_awards(db.session(), [record], FileReport(file="test"), now=clock.now())
    db.session.commit()
    return record


def test_a_calendar_holds_the_deadline_of_the_consultation(
    visitor: FlaskClient, consultation: Consultation
) -> None:
    response = visitor.get(f"/marches/{consultation.reference}.ics")
    assert response.mimetype == "text/calendar"
    (event, *_) = Calendar.from_ical(response.data).walk("VEVENT")
    assert event["DTSTART"].dt == consultation.deadline_at


@pytest.mark.parametrize("query", ["", "?q=nettoyage&territoire=93", "?etat=tous&clause=reserve"])
def test_lists_go_out_in_every_format_with_their_filters(visitor: FlaskClient, query: str) -> None:
    assert Calendar.from_ical(visitor.get(f"/marches.ics{query}").data)
    feed = visitor.get(f"/marches.rss{query}")
    assert feed.mimetype == "application/rss+xml"
    package = json.loads(visitor.get(f"/marches.ocds.json{query}").data)
    assert package["version"] == "1.1"
    listed = visitor.get(f"/marches.csv{query}").get_data(as_text=True).strip().splitlines()[1:]
    assert len({release["ocid"] for release in package["releases"]}) == len(listed)


def test_the_kit_is_filled_for_a_structure_of_the_directory(
    visitor: FlaskClient, consultation: Consultation, structure: Siae
) -> None:
    path = f"/marches/{consultation.reference}/kit.docx"
    empty = visitor.get(path)
    assert "attachment" in empty.headers["Content-Disposition"]
    said = "\n".join(p.text for p in Document(io.BytesIO(empty.data)).paragraphs)
    assert consultation.title in said
    assert structure.display_name not in said


def test_what_does_not_exist_is_said(visitor: FlaskClient) -> None:
    for address in ("/marches/nulle-part.ics", "/marches/x.ocds.json", "/marches/x/kit.docx",
                    "/acheteurs/123", f"/acheteurs/{'9' * 14}"):  # fmt: skip
        assert visitor.get(address).status_code == 404, address


def test_a_contract_that_ends_soon_is_announced_with_its_buyer(
    visit: Callable[..., Page], awarded: AwardRecord
) -> None:
    page = visit("/marches/reconductions?territoire=93&social=avec")
    assert awarded.object in page.text
    assert "Propreté Solidaire" in page.text
    assert f"/acheteurs/{SIRET}" in page.links
    assert awarded.object not in visit("/marches/reconductions?territoire=75").text
    assert awarded.object not in visit("/marches/reconductions?social=sans").text


def test_a_buyer_shows_its_clauses_and_its_contracts(
    visit: Callable[..., Page], awarded: AwardRecord
) -> None:
    page = visit(f"/acheteurs/{SIRET}")
    assert page.headings[0] == (1, "Ville de Nanterre")
    assert awarded.object in page.text
    assert "Nettoyage" in page.text


def test_lists_of_awards_cost_the_same_whatever_they_hold(
    awarded: AwardRecord, visitor: FlaskClient, count_queries: Callable[[], object]
) -> None:
    with count_queries() as sent:  # type: ignore[attr-defined]
        visitor.get("/marches/reconductions")
    assert len(sent) <= 8


def test_a_structure_sees_what_it_can_answer(visit: Callable[..., Page]) -> None:
    siret = db.session.scalar(sa.select(Organisation.siret).where(Organisation.siret.is_not(None)))
    page = visit(f"/marches?structure={SIRET}&reponse=seul")
    assert "Aucune structure connue" in page.text
    assert "indiquez le SIRET" in visit("/marches?reponse=seul").text
    if siret:
        visit(f"/marches?structure={siret}&reponse=groupe")


def test_a_long_list_goes_out_whole_after_the_request_has_ended(
    app: Flask, client: FlaskClient
) -> None:
    fields = [record(simple(), idweb=f"26-{n}", nomacheteur=f"Ville {n}") for n in range(700)]
    report = FileReport(file="test")
    read = (read_record(RawNotice(where="", root="", value=row)) for row in fields)
    records = [item for item in read if isinstance(item, NoticeRecord)]
    store_notices(db.session(), records, report, now=clock.now())
    db.session.commit()
    db.session.remove()
    # Without the context of the test, as a server does: each request has its own and ends it.
    answer = Context().run(lambda: client.get("/marches.csv?etat=tous").get_data(as_text=True))
    rows = answer.splitlines()
    assert len(rows) == 701
    first = client.get("/marches.ocds.json?etat=tous").get_json()
    assert len(first["releases"]) == 500
    second = client.get(first["links"]["next"].removeprefix("http://localhost")).get_json()
    assert len(second["releases"]) == 200
    assert "links" not in second

from __future__ import annotations

import json
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.consortia.proposing import propose
from app.extensions import db
from app.tenders import queries
from app.tenders.criteria import StateFilter, TenderCriteria
from app.tenders.models import Consultation
from tests.pages import Page

Visit = Callable[..., Page]


def open_consultations() -> list[Consultation]:
    now = clock.now()
    criteria = TenderCriteria(state=StateFilter.OPEN)
    return list(db.session.scalars(queries.with_lots(queries.consultations(criteria, now))))


def one_with_groups() -> Consultation:
    """An open consultation of the demonstration for which groups are proposed."""
    for consultation in open_consultations():
        if propose(db.session(), consultation, consultation.lots, clock.now()).proposals:
            return consultation
    raise AssertionError("no consultation of the demonstration needs a group")


def test_the_page_of_every_open_consultation_leads_to_its_groups(
    world: Flask, visit: Visit
) -> None:
    for consultation in open_consultations()[:8]:
        path = f"/marches/{consultation.reference}/groupements"
        assert path in visit(f"/marches/{consultation.reference}").links
        assert "Coopérer, sans s’entendre" in visit(path).text


def test_a_proposal_says_who_what_and_why(world: Flask, visit: Visit) -> None:
    consultation = one_with_groups()
    page = visit(f"/marches/{consultation.reference}/groupements")
    assert "Proposition 1" in page.text
    assert "Qui pourrait conduire" in page.text
    assert "<caption>Ce que couvre la proposition 1</caption>" in page.html
    assert "dit répondre en groupement" in page.text
    start = next(link for link in page.links if "structure=" in link)
    assert start.startswith(f"/espace/groupements/nouveau?marche={consultation.reference}")


def test_a_lot_and_a_volume_are_asked_for(world: Flask, visit: Visit) -> None:
    consultation = open_consultations()[0]
    path = f"/marches/{consultation.reference}/groupements"
    assert visit(f"{path}?volume=8,5").text
    for query in ("volume=0", "volume=beaucoup", "volume=1e9", "lot=%C3%A9t%C3%A9"):
        page = visit(f"{path}?{query}", status=422)
        assert page.title.startswith("Erreur")
    visit("/marches/26-404/groupements", status=404)


def test_a_closed_consultation_has_no_group(world: Flask, visit: Visit) -> None:
    closed = db.session.scalars(
        sa.select(Consultation).where(Consultation.deadline_at < clock.now())
    ).first()
    assert closed is not None
    page = visit(f"/marches/{closed.reference}/groupements")
    assert "Consultation close" in page.text
    assert "Proposition 1" not in page.text


def test_the_command_gives_the_names_of_the_contract(world: Flask) -> None:
    runner = world.test_cli_runner()
    reference = one_with_groups().reference
    answer = json.loads(runner.invoke(args=["consortium", "propose", reference, "--json"]).stdout)
    assert answer["consultation"] == reference
    first = answer["proposals"][0]
    assert {"lead", "members", "coverage", "capacity", "missing", "score", "why"} <= first.keys()
    assert first["lead"] == first["members"][0]["siret"]
    assert all({"siret", "name", "sectors", "share"} <= m.keys() for m in first["members"])
    assert answer["relaxed"] is None or answer["relaxed"][0]["key"]
    said = runner.invoke(args=["consortium", "propose", reference])
    assert said.exit_code == 0
    assert "mandataire" in said.stdout


def test_the_command_says_what_it_cannot_do(world: Flask, visitor: FlaskClient) -> None:
    runner = world.test_cli_runner()
    reference = open_consultations()[0].reference
    for args in (("26-404",), (reference, "--lot", "99"), (reference, "--etp", "0")):
        result = runner.invoke(args=["consortium", "propose", *args])
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: ")

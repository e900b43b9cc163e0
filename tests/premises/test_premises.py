from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.errors import InvalidError, NotFoundError
from app.premises import queries, services
from app.premises.fields import NAMES, PremisesFieldError, PremisesRecord, read_cells
from app.premises.models import Premises
from app.premises.queries import PremisesCriteria
from app.proposals import services as proposals
from tests.http.forms import read_form
from tests.pages import Page, read_page

Open = Callable[..., Page]
GOOD = {
    "titre": "Atelier de 200 m²",
    "sens": "offre",
    "usages": "atelier|stockage",
    "surface_min": "200",
    "territoire": "Bondy",
    "proprietaire": "collectivite",
    "description": "De plain-pied.",
}


def add(session: Session, now: datetime, **cells: str) -> Premises:
    made = services.create(session, read_cells({**GOOD, **cells}), now, origin="test")
    session.commit()
    return made


def standing(session: Session, now: datetime) -> list[Premises]:
    return list(session.scalars(queries.announcements(PremisesCriteria(), now)))


def titles(page: Page) -> set[str]:
    return {name for level, name in page.headings if level == 2} - {"Filtrer"}


def test_an_announcement_stands_ninety_days_unless_renewed(session: Session, now: datetime) -> None:
    made = add(session, now)
    assert standing(session, now + timedelta(days=89)) == [made]
    assert standing(session, now + timedelta(days=91)) == []
    services.renew(session, made.slug, now + timedelta(days=80))
    assert standing(session, now + timedelta(days=91)) == [made]
    services.close(session, made.slug, now)
    assert standing(session, now) == []
    with pytest.raises(InvalidError):
        services.close(session, made.slug, now)
    with pytest.raises(NotFoundError):
        services.renew(session, "inconnu", now)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("titre", ""),
        ("sens", "don"),
        ("usages", ""),
        ("usages", "piscine"),
        ("surface_min", "grand"),
        ("surface_min", "0"),
        ("surface_max", "100"),
        ("territoire", "Atlantis"),
        ("territoire", "Lyon"),
        ("proprietaire", ""),
        ("description", ""),
        ("description", "Appelez le 06 12 34 56 78"),
        ("description", "moi@exemple.fr"),
        ("titre", "Local, 01.23.45.67.89"),
        ("a_partir_du", "31/02/2027"),
        ("bail", "emphyteose"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(name: str, value: str) -> None:
    with pytest.raises(PremisesFieldError) as refused:
        read_cells({**GOOD, name: value})
    assert refused.value.field == name


def test_availability_does_not_end_before_it_begins() -> None:
    with pytest.raises(PremisesFieldError) as refused:
        read_cells({**GOOD, "a_partir_du": "12/01/2027", "jusqu_au": "2027-01-11"})
    assert refused.value.field == "jusqu_au"


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_any_texts_are_an_announcement_or_a_refusal(cells: dict[str, str]) -> None:
    try:
        record = read_cells({**GOOD, **cells})
    except PremisesFieldError:
        return
    assert isinstance(record, PremisesRecord)


def test_an_empty_list_says_what_to_do(page: Open) -> None:
    assert "Aucune annonce" in page("/locaux").text


def test_filters_leave_what_they_ask_for(page: Open, session: Session) -> None:
    now = clock.now()
    add(session, now, titre="Atelier")
    add(session, now, titre="Cherche", sens="recherche", usages="bureau", surface_min="")
    add(session, now, titre="Petit", territoire="75", surface_min="20")
    add(session, now - timedelta(days=100), titre="Ancien")
    expected = {
        "": {"Atelier", "Cherche", "Petit"},
        "?sens=recherche": {"Cherche"},
        "?usage=atelier": {"Atelier", "Petit"},
        "?territoire=93": {"Atelier", "Cherche"},
        "?territoire=Montreuil&rayon=20&surface_min=50": {"Atelier", "Cherche"},
        "?territoire=Pantin": set(),
    }
    for query, found in expected.items():
        assert found <= titles(page(f"/locaux{query}")), query
        assert not ({"Atelier", "Cherche", "Petit", "Ancien"} - found) & titles(
            page(f"/locaux{query}")
        ), query
    assert "Un filtre a été ignoré" in page("/locaux?usage=piscine&q=x").text


def test_the_sheet_says_how_to_answer_and_names_nobody(page: Open, session: Session) -> None:
    made = add(session, clock.now())
    shown = page(f"/locaux/{made.slug}")
    assert f"/signaler?page=/locaux/{made.slug}" in shown.links
    services.close(session, made.slug, clock.now())
    session.commit()
    assert "Cette annonce ne tient plus" in page(f"/locaux/{made.slug}").text
    page("/locaux/inconnu", status=404)


def propose(client: FlaskClient, **changes: str) -> tuple[int, str, str]:
    fields = read_form(client, "/locaux/proposer")
    for name, value in {**GOOD, "usages": "atelier", **changes}.items():
        fields.setlist(name, [value])
    answer = client.post("/locaux/proposer", data=fields)
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


def test_a_proposal_waits_then_is_published(app: Flask, page: Open, session: Session) -> None:
    client = app.test_client()
    status, where, _ = propose(client, contact="moi@exemple.fr")
    assert (status, where) == (303, "/locaux/proposer/merci")
    page(where)
    (waiting,) = session.scalars(proposals.waiting())
    run = app.test_cli_runner().invoke
    accepted = run(args=["proposals", "accept", str(waiting.id)]).output
    path = re.search(r"/locaux/\S+", accepted)
    assert path
    html = page(path[0]).html
    assert "De plain-pied." in html
    assert "moi@exemple.fr" not in html
    slug = path[0].removeprefix("/locaux/")
    assert "gardée" in run(args=["premises", "renew", slug]).output
    assert "close" in run(args=["premises", "close", slug]).output
    assert run(args=["premises", "close", slug]).exit_code == 1


def test_a_bad_form_says_why_and_keeps_the_rest(client: FlaskClient, session: Session) -> None:
    status, _, html = propose(client, territoire="Atlantis")
    assert status == 422
    assert "territoire inconnu" in html
    assert "De plain-pied." in html
    assert propose(client, website="x")[0] == 303
    assert not list(session.scalars(proposals.waiting()))


def test_the_form_is_whole_and_knows_the_direction(client: FlaskClient) -> None:
    shown = read_page(client.get("/locaux/proposer?sens=recherche"))
    assert 'value="recherche" selected' in shown.html


def test_no_announcement_takes_the_address_of_the_form(session: Session, now: datetime) -> None:
    assert add(session, now, titre="Proposer").slug == "local-proposer"


def test_the_map_shows_announcements(client: FlaskClient, session: Session) -> None:
    made = add(session, clock.now())
    assert made.slug in client.get("/carte/cadre.js").get_data(as_text=True)
    assert made.slug not in client.get("/carte/cadre.js?territoire=77").get_data(as_text=True)


def test_the_list_costs_the_same_whatever_its_length(
    client: FlaskClient, session: Session, queries: Callable[[], Any]
) -> None:
    add(session, clock.now())
    with queries() as few:
        client.get("/locaux")
    for _ in range(12):
        add(session, clock.now())
    with queries() as many:
        client.get("/locaux")
    assert len(few) == len(many)

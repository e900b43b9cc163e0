from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.dossiers.models import Dossier
from app.organisations.roles import MemberRole
from app.projects.models import Worksheet
from app.toolkit.stages import load_stages
from tests.dossiers.builders import make_dossier
from tests.pages import Page, read_page
from tests.people import browser_of, make_member, make_organisation, make_person

MATURITY = "/boite-a-outils/outils/autodiagnostic"
STAGE = load_stages()[0]
TICKED = {f"etat-{STAGE.checklist[0].key}": "fait", "version": "0"}
TICKS = f"/boite-a-outils/{STAGE.slug}"


@pytest.fixture
def mine(app: Flask, session: Session) -> tuple[FlaskClient, Dossier]:
    """A signed-in browser and its project."""
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    dossier = make_dossier(session, person)
    return browser_of(app, session, person), dossier


def open_page(client: FlaskClient, address: str, status: int = 200, **kwargs: Any) -> Page:
    answer = client.get(address, **kwargs)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return read_page(answer)


def test_a_project_is_created_completed_and_read(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser_of(app, session, make_person(session))
    assert "Nouveau projet" in open_page(client, "/espace/projet").text
    refused = client.post("/espace/projet/nouveau", data={"titre": ""})
    assert refused.status_code == 422
    assert "Donnez un nom au projet." in read_page(refused).text
    made = client.post("/espace/projet/nouveau", data={"titre": "Une ressourcerie"})
    assert made.status_code == 303
    page = open_page(client, made.location)
    assert "Une ressourcerie" in page.text
    assert "Dites à quelle étape en est le projet" in page.text
    values = {
        "titre": "Une ressourcerie",
        "etape": "etude",
        "territoire": "Bondy",
        "secteur": "blanchisserie",
        "montant": "80 000 €",
        "ouverture": "01/09/2027",
        "publics": ["refugies"],
        "version": "1",
    }
    saved = client.post(f"{made.location}/modifier", data=values)
    assert saved.status_code == 303
    page = open_page(client, made.location)
    for said in ("Bondy", "80 000 €", "1er septembre 2027", "Personnes réfugiées"):
        assert said in page.text.replace("\u202f", " ").replace("\xa0", " ")


def test_two_people_who_change_a_sheet_lose_nothing(mine: tuple[FlaskClient, Dossier]) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}/modifier"
    first = {"titre": "Version une", "version": "1"}
    assert client.post(here, data=first).status_code == 303
    answer = client.post(here, data={"titre": "Version deux", "version": "1"})
    assert answer.status_code == 409
    page = read_page(answer)
    assert "Version une" in page.text
    assert 'value="Version deux"' in answer.get_data(as_text=True)
    again = client.post(here, data={"titre": "Version deux", "version": "2"})
    assert again.status_code == 303


def test_a_project_is_worked_on_in_the_toolbox_and_leaves_the_browser_with_its_owner(
    app: Flask, session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}"
    opened = client.post(f"{here}/ouvrir", data={"outil": "autodiagnostic"})
    assert opened.location == MATURITY
    saved = client.post(TICKS, data=TICKED)
    assert saved.status_code == 303
    assert session.scalars(sa.select(Worksheet.project_id)).all() == [dossier.id]
    assert "Revenir au projet" in open_page(client, MATURITY).text
    assert client.get("/mon-projet").location == here
    client.post("/deconnexion")
    assert "Revenir au projet" not in open_page(client, MATURITY).text


def test_a_page_shown_for_another_project_writes_nothing_before_it_is_said(
    session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    client, dossier = mine
    second = client.post("/espace/projet/nouveau", data={"titre": "Un second projet"}).location
    client.post(f"/espace/projet/{dossier.id}/ouvrir")
    stale = {**TICKED, "projet": str(dossier.id)}
    client.post(f"{second}/ouvrir")
    answer = client.post(TICKS, data=stale)
    assert answer.status_code == 409
    page = read_page(answer)
    assert "Un autre projet est ouvert" in page.text
    assert "Un second projet" in page.text
    assert session.scalars(sa.select(Worksheet.id)).all() == []
    number = second.rsplit("/", 1)[1]
    assert client.post(TICKS, data={**stale, "projet": number}).status_code == 303
    assert session.scalars(sa.select(Worksheet.project_id)).all() == [int(number)]


def test_who_only_reads_a_project_does_not_write_in_its_tools(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    organisation = make_organisation(session)
    reader = make_member(session, organisation, MemberRole.READER)
    dossier = make_dossier(session, organisation)
    client = browser_of(app, session, reader)
    page = open_page(client, f"/espace/projet/{dossier.id}")
    assert "Modifier" not in page.text
    assert client.post(f"/espace/projet/{dossier.id}/ouvrir").status_code == 403
    with client.session_transaction() as cookie:
        cookie["dossier"] = dossier.id
    assert client.post(TICKS, data=TICKED).status_code == 403
    assert session.scalars(sa.select(Worksheet.id)).all() == []


def test_the_cookie_of_a_project_opens_nothing_to_another(
    app: Flask, session: Session, mine: tuple[FlaskClient, Dossier]
) -> None:
    _, dossier = mine
    client = browser_of(app, session, make_person(session))
    with client.session_transaction() as cookie:
        cookie["dossier"] = dossier.id
    assert "Revenir au projet" not in open_page(client, MATURITY).text
    open_page(client, f"/espace/projet/{dossier.id}", 404)


def test_the_tools_of_this_browser_join_a_new_project(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser_of(app, session, make_person(session))
    client.post(TICKS, data=TICKED)
    made = client.post("/espace/projet/nouveau", data={"titre": "Avec outils", "outils": "oui"})
    number = int(made.location.rsplit("/", 1)[1])
    assert session.scalars(sa.select(Worksheet.project_id)).all() == [number]
    assert "Aucun projet n’est ouvert" in open_page(client, "/mon-projet").text


@pytest.mark.parametrize("link", ["", "bonjour", "https://portail.example/mon-projet/" + "a" * 32])
def test_a_link_that_opens_nothing_is_said(mine: tuple[FlaskClient, Dossier], link: str) -> None:
    client, dossier = mine
    answer = client.post(f"/espace/projet/{dossier.id}/outils", data={"lien": link})
    assert answer.status_code == 422
    assert "Lien privé" in read_page(answer).text or "Collez" in read_page(answer).text


def test_who_reads_the_sheet_is_chosen_and_said(mine: tuple[FlaskClient, Dossier]) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}"
    form = {"visibilite": "financeurs", "version": "1"}
    assert client.post(f"{here}/visibilite", data=form).status_code == 303
    assert "Visible des financeurs" in open_page(client, here).text
    assert client.post(f"{here}/visibilite", data=form).status_code == 409
    assert client.post(f"{here}/visibilite", data={"visibilite": "tous"}).status_code == 422


def test_a_project_is_erased_for_good(mine: tuple[FlaskClient, Dossier]) -> None:
    client, dossier = mine
    here = f"/espace/projet/{dossier.id}"
    assert "tout de suite" in open_page(client, f"{here}/supprimer").text
    assert client.post(f"{here}/supprimer").status_code == 303
    open_page(client, here, 404)


def test_the_list_asks_as_much_whatever_its_length(
    app: Flask, session: Session, queries: Any
) -> None:
    person = make_person(session)
    client = browser_of(app, session, person)
    counts = []
    for more in (1, 5):
        for _ in range(more):
            make_dossier(session, person)
        session.commit()
        with queries() as sent:
            open_page(client, "/espace/projet")
        counts.append(len(sent))
    assert counts[0] == counts[1]

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.projects.models import Project, Worksheet
from app.toolkit.stages import load_stages
from tests.http.forms import read_form, send_form
from tests.pages import read_page

STAGE = load_stages()[0]
PATH = f"/boite-a-outils/{STAGE.slug}"
FIRST, SECOND = STAGE.checklist[0].key, STAGE.checklist[1].key


def tick(client: FlaskClient, key: str, state: str, note: str = "") -> int:
    changes = {f"etat-{key}": state, f"note-{key}": note}
    return send_form(client, PATH, changes).status_code


def private_link(client: FlaskClient) -> str:
    shown = client.get("/mon-projet").get_data(as_text=True)
    found = re.search(r'value="http://[^/"]+(/mon-projet/[\w-]+)"', shown)
    assert found, shown[:400]
    return found[1]


def test_nothing_is_kept_and_no_cookie_set_before_something_is_saved(
    client: FlaskClient, session: Session
) -> None:
    for address in ("/boite-a-outils", "/guide", "/guide/le-conventionnement", "/mon-projet"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers, address
    assert session.scalars(sa.select(sa.func.count(Project.id))).one() == 0


def test_a_tick_is_kept_behind_a_private_link(app: Flask, client: FlaskClient) -> None:
    assert tick(client, FIRST, "fait", "vu avec le réseau") == 303
    link = private_link(client)
    other = app.test_client()
    assert "Aucun projet" in other.get("/mon-projet").get_data(as_text=True)
    opened = other.get(link)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/mon-projet")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    fields = read_form(other, PATH)
    assert (fields[f"etat-{FIRST}"], fields[f"note-{FIRST}"]) == ("fait", "vu avec le réseau")


def test_two_tabs_do_not_overwrite_each_other_silently(app: Flask, client: FlaskClient) -> None:
    tick(client, FIRST, "fait")
    stale = read_form(client, PATH)
    tick(client, SECOND, "en-cours")
    stale.setlist(f"note-{FIRST}", ["tapé dans le vieil onglet"])
    answer = client.post(PATH, data=stale)
    assert answer.status_code == 409
    page = read_page(answer)
    assert "modifiée ailleurs" in page.text
    assert "tapé dans le vieil onglet" in page.html
    kept = read_form(client, PATH)
    assert kept[f"etat-{SECOND}"] == "en-cours"
    assert kept[f"note-{FIRST}"] == ""


@pytest.mark.parametrize("token", ["x", "A" * 32, "../../etc", "%00", "é"])
def test_a_lost_link_explains_itself(client: FlaskClient, token: str) -> None:
    answer = client.get(f"/mon-projet/{token}")
    assert answer.status_code == 404
    if token not in {"../../etc"}:
        assert "lien" in answer.get_data(as_text=True)


def test_an_expired_link_explains_itself(app: Flask, client: FlaskClient, session: Session) -> None:
    tick(client, FIRST, "fait")
    link = private_link(client)
    session.execute(sa.update(Project).values(expires_at=clock.now() - timedelta(days=1)))
    session.commit()
    answer = app.test_client().get(link)
    assert answer.status_code == 404
    assert "douze mois" in answer.get_data(as_text=True)
    assert "Aucun projet" in client.get("/mon-projet").get_data(as_text=True)


def test_erasing_asks_first_then_leaves_nothing(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    tick(client, FIRST, "fait")
    link = private_link(client)
    asked = read_page(client.get("/mon-projet/effacer"))
    assert "définitivement" in asked.text
    assert session.scalars(sa.select(sa.func.count(Project.id))).one() == 1
    fields = read_form(client, "/mon-projet/effacer")
    assert client.post("/mon-projet/effacer", data=fields).status_code == 303
    session.expire_all()
    assert session.scalars(sa.select(sa.func.count(Worksheet.id))).one() == 0
    assert app.test_client().get(link).status_code == 404


def test_closing_forgets_it_here_and_the_link_opens_it_again(client: FlaskClient) -> None:
    tick(client, FIRST, "fait")
    link = private_link(client)
    fields = read_form(client, "/mon-projet", "/mon-projet/fermer")
    client.post("/mon-projet/fermer", data=fields)
    assert "Aucun projet" in client.get("/mon-projet").get_data(as_text=True)
    client.get(link)
    assert "Lien privé" in client.get("/mon-projet").get_data(as_text=True)


@pytest.mark.parametrize("address", [PATH, "/mon-projet/effacer", "/mon-projet/fermer"])
def test_without_a_token_nothing_changes(
    client: FlaskClient, session: Session, address: str
) -> None:
    assert client.post(address, data={f"etat-{FIRST}": "fait"}).status_code == 400
    assert session.scalars(sa.select(sa.func.count(Project.id))).one() == 0


def test_what_is_unknown_in_a_checklist_is_left_out(client: FlaskClient, session: Session) -> None:
    fields = read_form(client, PATH)
    fields.setlist("etat-inconnu", ["fait"])
    fields.setlist(f"etat-{FIRST}", ["n’importe quoi"])
    fields.setlist(f"note-{FIRST}", ["<script>alert(1)</script> =1+1"])
    assert client.post(PATH, data=fields).status_code == 303
    (sheet,) = session.scalars(sa.select(Worksheet))
    assert set(sheet.data) == {f"note-{FIRST}"}
    assert "<script>alert" not in client.get(PATH).get_data(as_text=True)
    lines = client.get(f"{PATH}.csv").get_data(as_text=True)
    assert "=1+1" in lines
    assert ";=1+1" not in lines
    assert ",=1+1" not in lines


def test_the_project_page_is_whole(client: FlaskClient) -> None:
    tick(client, FIRST, "fait")
    page = read_page(client.get("/mon-projet"))
    assert "1 sur" in page.text
    assert "Gardé jusqu’au" in page.text

"""The pages of organisations, as people go through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.roles import PortalRole
from app.mail.models import Letter
from app.organisations import members
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from tests.http.forms import read_form
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person

Listed = Callable[..., Organisation]
HOME = "/espace/organisations"


def post(client: FlaskClient, page: str, path: str, /, **values: str) -> TestResponse:
    """Send the form of that action on a page, these fields changed."""
    fields = read_form(client, page, path)
    for name, value in values.items():
        fields.setlist(name, [value])
    return client.post(path, data=fields)


def text_of(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(read_page(answer).text.split())


def test_a_person_creates_invites_and_is_joined(app: Flask, session: Session) -> None:
    owner = browser_of(app, session, make_person(session, "o@exemple.fr", name="Odile"))
    assert "aucune organisation" in text_of(owner, HOME)
    answer = post(
        owner, f"{HOME}/creer", f"{HOME}/creer", nom="Recyclerie", nature="projet", territoire="93"
    )
    assert answer.status_code == 303
    team = answer.location
    assert "Odile" in text_of(owner, team)
    sent = post(owner, team, f"{team}/invitations", email="g@exemple.fr", role="editor")
    assert sent.status_code == 303
    letter = session.scalars(sa.select(Letter)).one()
    path = re.findall(r"/invitation/([\w-]+)", letter.text)[0]
    visitor = app.test_client()
    shown = text_of(visitor, f"/invitation/{path}")
    assert "g@exemple.fr" in shown
    assert "créez un compte" in shown
    other = browser_of(app, session, make_person(session, "autre@exemple.fr"))
    assert "Seul le compte" in text_of(other, f"/invitation/{path}")
    guest = browser_of(app, session, make_person(session, "g@exemple.fr"))
    assert "Recyclerie" in text_of(guest, HOME)
    joined = post(guest, f"/invitation/{path}", f"{HOME}/invitations/1", action="accepter")
    assert joined.location == team
    assert "Inviter" not in text_of(guest, team)
    assert text_of(visitor, f"/invitation/{path}", 404)


def test_what_is_wrong_is_said_beside_the_field(app: Flask, session: Session) -> None:
    client = browser_of(app, session, make_person(session))
    address = f"{HOME}/creer"
    answer = post(
        client, address, address, nom="", nature="", siret="123 456 789 00012", territoire="Narnia"
    )
    assert answer.status_code == 422
    shown = read_page(answer).text
    for words in ("Donnez un nom", "clé de contrôle", "territoire inconnu"):
        assert words in shown
    assert client.get(f"{HOME}/rejoindre?q=12345678900012").status_code == 422


def test_names_are_cleaned_and_nothing_else_is_taken(app: Flask, session: Session) -> None:
    client = browser_of(app, session, make_person(session))
    address = f"{HOME}/creer"
    fields = read_form(client, address, address)
    said = {
        "nom": "Ate\u202elier\u200b <b>du</b> Canal",
        "nature": "projet",
        "is_network": "1",
        "contact_email": "a@evil.com",
        "id": "99",
    }
    for name, value in said.items():
        fields.setlist(name, [value])
    client.post(address, data=fields)
    made = session.scalars(sa.select(Organisation)).one()
    assert (made.name, made.is_network, made.contact_email) == ("Atelier du Canal", False, "")
    assert made.id != 99


def test_the_directory_is_searched_by_name_and_siret(
    app: Flask, session: Session, listed: Listed, queries: Callable[[], Any]
) -> None:
    listed("Régie de Bondy", siret="73282932000074")
    make_organisation(session, "Projet secret de Bondy")
    client = browser_of(app, session, make_person(session))
    for words in ("regie bondy", "73282932000074", "732 829 320 00074"):
        shown = text_of(client, f"{HOME}/rejoindre?q={words}")
        assert "Régie de Bondy" in shown
        assert "secret" not in shown
    with queries() as few:
        client.get(f"{HOME}/rejoindre?q=e")
    for number in range(25):
        listed(f"Structure {number}")
    session.commit()
    with queries() as many:
        shown = text_of(client, f"{HOME}/rejoindre?q=e")
    assert "26 organisations" in shown.replace("\u202f", " ")
    assert len(many) <= len(few) + 1
    assert "Structure 9" in text_of(client, f"{HOME}/rejoindre?q=structure&page=2")
    assert client.get(f"{HOME}/rejoindre?q=structure&page=-4").status_code == 200


def test_the_proofs_that_are_not_possible_are_said_so(
    app: Flask, session: Session, listed: Listed
) -> None:
    bare = listed(website="https://canal.fr")
    client = browser_of(app, session, make_person(session, "a@canal.fr"))
    address = f"{HOME}/rejoindre/{bare.id}"
    assert "ne connaît aucune adresse de contact" in text_of(client, address)
    assert post(client, address, f"{address}/domaine").location == f"{HOME}/{bare.id}/equipe"
    free = browser_of(app, session, make_person(session, "a@gmail.com"))
    assert "Cette preuve n’est pas possible" in text_of(free, address)
    fields = read_form(free, address, f"{address}/demande")
    assert free.post(f"{address}/domaine", data=fields).status_code == 422


def test_the_address_on_record_is_never_shown(app: Flask, session: Session, listed: Listed) -> None:
    organisation = listed(contact="secret@canal.fr")
    client = browser_of(app, session, make_person(session))
    address = f"{HOME}/rejoindre/{organisation.id}"
    assert post(client, address, f"{address}/code").status_code == 303
    wrong = post(client, address, f"{address}/code/verifier", code="0000 0000")
    assert wrong.status_code == 422
    assert "pas le bon" in wrong.get_data(as_text=True)
    typed = post(client, address, f"{address}/code/verifier", code="abc")
    assert "8 chiffres" in typed.get_data(as_text=True)
    for page in (address, f"{HOME}/rejoindre?q=atelier", "/structures", HOME):
        assert "secret@canal.fr" not in client.get(page).get_data(as_text=True)


def test_the_team_decides_and_names_networks(app: Flask, session: Session, listed: Listed) -> None:
    organisation = listed()
    asker = browser_of(app, session, make_person(session, "a@gmail.com", name="Ana"))
    address = f"{HOME}/rejoindre/{organisation.id}"
    assert post(asker, address, f"{address}/demande", message="Bonjour").status_code == 303
    assert "En attente" in text_of(asker, HOME)
    desk = browser_of(app, session, make_person(session, role=PortalRole.MODERATOR))
    shown = text_of(desk, "/admin/rattachements")
    assert "Ana" in shown
    assert "Messagerie gratuite" in shown
    path = "/admin/rattachements/1"
    refused = post(desk, "/admin/rattachements", path, action="refuser", motif="")
    assert refused.status_code == 422
    assert (
        post(desk, "/admin/rattachements", path, action="refuser", motif="Qui ?").status_code == 303
    )
    assert post(desk, "/admin/rattachements", path, action="rouvrir").status_code == 303
    assert post(desk, "/admin/rattachements", path, action="accepter").status_code == 303
    assert "Responsable" in text_of(asker, f"{HOME}/{organisation.id}/equipe")
    named = post(
        desk, "/admin/reseaux?q=atelier", f"/admin/reseaux/{organisation.id}", action="reconnaitre"
    )
    assert named.status_code == 303
    assert "Atelier du Canal" in text_of(desk, "/admin/reseaux")
    assert text_of(asker, f"{HOME}/{organisation.id}/reseau")
    team = f"/admin/rattachements/organisations/{organisation.id}"
    number = session.scalars(members.of_organisation(organisation.id)).one().id
    assert post(desk, team, f"{team}/membres/{number}/retirer").status_code == 303
    assert text_of(asker, f"{HOME}/{organisation.id}/equipe", 404)
    assert "Réintégrer" in text_of(desk, team)


@pytest.mark.parametrize("role", [MemberRole.EDITOR, MemberRole.READER])
def test_only_owners_see_what_they_may_do(app: Flask, session: Session, role: MemberRole) -> None:
    organisation = make_organisation(session)
    make_member(session, organisation, MemberRole.OWNER)
    client = browser_of(app, session, make_member(session, organisation, role))
    shown = text_of(client, f"{HOME}/{organisation.id}/equipe")
    assert "Retirer" not in shown
    assert "Inviter" not in shown
    assert "Quitter cette organisation" in shown


def test_the_team_page_sends_the_same_queries_however_many(
    app: Flask, session: Session, queries: Callable[[], Any]
) -> None:
    organisation = make_organisation(session)
    client = browser_of(app, session, make_member(session, organisation, MemberRole.OWNER))
    address = f"{HOME}/{organisation.id}/equipe"
    client.get(address)
    with queries() as few:
        client.get(address)
    for _ in range(10):
        make_member(session, organisation, MemberRole.READER)
    session.commit()
    with queries() as many:
        client.get(address)
    assert len(many) == len(few)

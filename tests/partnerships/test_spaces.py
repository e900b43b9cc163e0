"""The lists of requests, and how an organisation receives them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.partnerships.models import PartnershipPreference
from tests.partnerships.browsing import (
    here,
    see,
)
from tests.partnerships.exchanges import Exchange, letters_of
from tests.people import browser_of, make_person

pytestmark = pytest.mark.usefixtures("no_token")


def test_who_is_signed_in_finds_the_requests_they_made(
    app: Flask, session: Session, open_now: Exchange
) -> None:
    person = make_person(session, open_now.need.email)
    client = browser_of(app, session, person)
    page = see(client, "/espace/demandes")
    assert open_now.need.title in page.text
    (path,) = [link for link in page.links if "envoyees" in link]
    given = client.get(path)
    assert given.status_code == 302
    assert see(client, given.location).title.startswith("Votre demande")


def test_a_mailbox_pauses_by_itself(
    app: Flask, session: Session, client: FlaskClient, alone: Exchange
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    (letter,) = letters_of(session, "need-received")
    address = re.fullmatch("<(.+)>", letter.headers["List-Unsubscribe"])[1]  # type: ignore[index]
    given = client.post(here(address), data={"List-Unsubscribe": "One-Click"})
    assert given.status_code == 200
    found = session.scalars(sa.select(PartnershipPreference)).one()
    assert found.paused_until is not None
    assert 80 < (found.paused_until - clock.today()).days < 100
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(here(address), data={"duree": "9999"}).status_code == 422
    back = here(address).replace("/pause", "/reprendre")
    assert client.post(back).status_code == 303
    session.expire_all()
    assert found.paused_until is None


def test_the_reception_page(app: Flask, session: Session, open_now: Exchange) -> None:
    client = browser_of(app, session, open_now.member)
    path = f"/espace/organisations/{open_now.siae.organisation_id}/demandes/reception"
    see(client, path)
    day = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"
    assert client.post(path, data={"pause": day, "plafond": "3"}).status_code == 303
    page = see(client, path)
    assert day in page.html
    assert "Ne reçoit pas de demande" in page.text
    for data in (
        {"pause": "hier"},
        {"pause": "01/01/2020"},
        {"pause": "31/12/2099"},
        {"plafond": "0"},
        {"plafond": "100"},
        {"plafond": "deux"},
    ):
        assert client.post(path, data=data).status_code == 422, data
    assert client.post(path, data={}).status_code == 303
    session.expire_all()
    found = session.scalars(sa.select(PartnershipPreference)).one()
    assert (found.paused_until, found.monthly_cap) == (None, None)


def test_the_inbox_and_its_filters(app: Flask, session: Session, open_now: Exchange) -> None:
    client = browser_of(app, session, open_now.member)
    path = f"/espace/organisations/{open_now.siae.organisation_id}/demandes"
    assert open_now.need.title in see(client, path).text
    for query in ("etat=a-repondre", "type=achat-ou-prestation", "age=semaine", "page=1"):
        assert "À répondre" in see(client, f"{path}?{query}").text
    for query in ("etat=non", "type=pmsmp", "age=plus", "page=9"):
        assert "Aucune demande ne correspond" in see(client, f"{path}?{query}").text
    assert "Un filtre a été ignoré" in see(client, f"{path}?etat=xyz&page=zéro").text

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts import sessions
from app.accounts.models import LoginSession, OneTimeToken, Person
from app.organisations.members import Membership
from app.organisations.roles import MemberRole
from tests.accounts.visits import (
    EMAIL,
    GOOD,
    OTHER,
    is_signed_in,
    letters,
    make_known,
    path_in_letter,
    person_of,
    press,
    send,
    sign_in,
    sign_up,
)
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation

ACCOUNT = "/espace/compte"
NEW = "nouvelle@exemple.fr"


@pytest.fixture
def person(session: Session) -> Person:
    return make_known(session, name="Camille Martin")


@pytest.fixture
def mine(app: Flask, session: Session, person: Person) -> FlaskClient:
    return browser_of(app, session, person)


@pytest.mark.parametrize(
    "path", ["", "/nom", "/adresse", "/mot-de-passe", "/supprimer", "/double-authentification"]
)
def test_every_page_of_the_account_stands(mine: FlaskClient, path: str) -> None:
    answer = mine.get(ACCOUNT + path)
    read_page(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_password_changes_with_the_present_one(
    app: Flask, session: Session, person: Person, mine: FlaskClient
) -> None:
    elsewhere = browser_of(app, session, person)
    path = f"{ACCOUNT}/mot-de-passe"
    assert send(mine, path, {"password": OTHER, "new": OTHER}).status_code == 422
    assert send(mine, path, {"password": GOOD, "new": "court"}).status_code == 422
    assert send(mine, path, {"password": GOOD, "new": OTHER}).status_code == 303
    assert is_signed_in(mine)
    assert not is_signed_in(elsewhere)
    assert letters(session) == ["password-changed"]
    assert sign_in(app.test_client(), password=GOOD).status_code == 422
    assert sign_in(app.test_client(), password=OTHER).status_code == 303


def test_who_holds_an_open_session_guesses_no_password(mine: FlaskClient) -> None:
    path = f"{ACCOUNT}/mot-de-passe"
    typed = {"password": OTHER, "new": OTHER}
    statuses = [send(mine, path, typed).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert is_signed_in(mine)


def test_an_address_changes_once_proved_and_may_be_taken_back(
    app: Flask, session: Session, mine: FlaskClient
) -> None:
    for typed in ({"email": NEW, "password": OTHER}, {"email": EMAIL, "password": GOOD}):
        assert send(mine, f"{ACCOUNT}/adresse", typed).status_code == 422
    send(mine, f"{ACCOUNT}/adresse", {"email": NEW.upper(), "password": GOOD})
    proof = path_in_letter(session, "email-new", NEW)
    read_page(mine.get(proof))
    assert person_of(session) is not None
    press(mine, proof, proof)
    assert person_of(session, NEW) is not None
    assert mine.get(proof).status_code == 404

    send(mine, f"{ACCOUNT}/adresse", {"email": "tiers@exemple.fr", "password": GOOD})
    second = path_in_letter(session, "email-new", "tiers@exemple.fr")
    press(mine, second, second)
    hostile = path_in_letter(session, "email-changed", NEW)

    back = path_in_letter(session, "email-changed")
    owner = app.test_client()
    sign_up(app.test_client(), EMAIL)  # somebody squats the address meanwhile
    press(owner, back, back)
    assert person_of(session).name == "Camille Martin"  # type: ignore[union-attr]
    assert not is_signed_in(mine)
    assert sign_in(app.test_client(), password=GOOD).status_code == 422
    assert owner.get(hostile).status_code == 404
    reset = path_in_letter(session, "password-reset")
    send(owner, reset, {"password": OTHER})
    assert is_signed_in(owner)


def test_an_address_that_is_taken_tells_its_owner_alone(
    session: Session, mine: FlaskClient
) -> None:
    make_known(session, NEW)
    answer = send(mine, f"{ACCOUNT}/adresse", {"email": NEW, "password": GOOD})
    free = send(mine, f"{ACCOUNT}/adresse", {"email": "libre@exemple.fr", "password": GOOD})
    assert (answer.status_code, answer.location) == (free.status_code, free.location)
    assert letters(session, NEW) == ["account-exists"]
    assert letters(session, "libre@exemple.fr") == ["email-new"]


def test_two_accounts_never_share_an_address(
    app: Flask, session: Session, mine: FlaskClient
) -> None:
    send(mine, f"{ACCOUNT}/adresse", {"email": NEW, "password": GOOD})
    make_known(session, NEW)
    proof = path_in_letter(session, "email-new", NEW)
    assert press(mine, proof, proof).status_code == 422
    session.rollback()
    assert person_of(session) is not None


def test_sessions_are_listed_and_ended_one_by_one(
    app: Flask, session: Session, person: Person, mine: FlaskClient
) -> None:
    elsewhere, third = (browser_of(app, session, person) for _ in range(2))
    other = make_known(session, NEW)
    theirs = browser_of(app, session, other)
    page = read_page(mine.get(ACCOUNT))
    assert page.text.count("Essai") >= 3
    assert page.text.count("Cette connexion") == 1
    numbers = [s.id for s in session.scalars(sessions.of_person(person.id, clock.now()))]
    hostile = session.scalar(sa.select(LoginSession.id).where(LoginSession.person_id == other.id))
    with mine.session_transaction() as cookie:
        here = sessions.find(session, cookie["_user_id"], clock.now())
    assert here is not None
    here_id = here.id
    action = f"{ACCOUNT}/connexions/{max(n for n in numbers if n != here_id)}/terminer"
    press(mine, ACCOUNT, action)
    assert not is_signed_in(third)
    assert is_signed_in(elsewhere)
    token = read_token(mine)
    answer = mine.post(f"{ACCOUNT}/connexions/{hostile}/terminer", data={"csrf_token": token})
    assert answer.status_code == 404
    assert is_signed_in(theirs)
    press(mine, ACCOUNT, f"{ACCOUNT}/connexions/terminer-les-autres")
    assert is_signed_in(mine)
    assert not is_signed_in(elsewhere)
    assert is_signed_in(theirs)


def read_token(client: FlaskClient) -> str:
    html = client.get(f"{ACCOUNT}/nom").get_data(as_text=True)
    return html.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_the_list_of_sessions_asks_the_same_whatever_its_length(
    app: Flask, session: Session, person: Person, mine: FlaskClient, queries: Callable[[], Any]
) -> None:
    with queries() as few:
        mine.get(ACCOUNT)
    for _ in range(6):
        browser_of(app, session, person)
    with queries() as many:
        mine.get(ACCOUNT)
    assert len(few) == len(many)


def test_leaving_erases_what_is_ones_own(
    app: Flask, session: Session, person: Person, mine: FlaskClient
) -> None:
    ours = make_organisation(session)
    make_member(session, ours, MemberRole.OWNER, person)
    session.commit()
    path = f"{ACCOUNT}/supprimer"
    assert "Atelier du Canal" in read_page(mine.get(path)).text
    assert send(mine, path, {"password": GOOD}).status_code == 422
    assert send(mine, path, {"sure": "oui", "password": OTHER}).status_code == 422
    send(app.test_client(), "/mot-de-passe-oublie", {"email": EMAIL})
    answer = send(mine, path, {"sure": "oui", "password": GOOD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert person_of(session) is None
    for model in (LoginSession, Membership, OneTimeToken):
        assert session.scalar(sa.select(sa.func.count()).select_from(model)) == 0
    assert letters(session)[-1] == "account-deleted"
    assert not is_signed_in(mine)
    assert "effacé" in read_page(mine.get("/")).text


def test_the_reset_frees_who_is_slowed_down_by_another(
    app: Flask, session: Session, person: Person
) -> None:
    thief, owner = app.test_client(), app.test_client()
    opened = browser_of(app, session, person)
    for _ in range(7):
        sign_in(thief, password=OTHER)
    assert sign_in(owner).status_code == 429
    assert is_signed_in(opened)
    send(owner, "/mot-de-passe-oublie", {"email": EMAIL})
    link = path_in_letter(session, "password-reset")
    assert send(owner, link, {"password": "court"}).status_code == 422
    assert send(owner, link, {"password": OTHER}).location == "/espace"
    assert is_signed_in(owner)
    assert not is_signed_in(opened)
    assert owner.get(link).status_code == 404

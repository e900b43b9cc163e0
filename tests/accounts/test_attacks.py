"""Bad input and attacks on the doors of the accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts import registration
from app.accounts.models import LoginSession, OneTimeToken, Person
from tests.accounts.visits import (
    EMAIL,
    GOOD,
    OTHER,
    is_signed_in,
    letters,
    make_known,
    path_in_letter,
    person_of,
    send,
    sign_in,
    sign_up,
)
from tests.pages import read_page

POSTS = [
    "/inscription", "/inscription/renvoyer", "/inscription/confirmer/x", "/connexion",
    "/connexion/code", "/deconnexion", "/mot-de-passe-oublie", "/mot-de-passe/x",
    "/adresse/confirmer/x", "/adresse/reprendre/x", "/espace/compte/nom", "/espace/compte/adresse",
    "/espace/compte/mot-de-passe", "/espace/compte/supprimer",
    "/espace/compte/connexions/1/terminer", "/espace/compte/connexions/terminer-les-autres",
    "/espace/compte/double-authentification", "/espace/compte/double-authentification/activer",
    "/espace/compte/double-authentification/codes",
    "/espace/compte/double-authentification/retirer",
]  # fmt: skip
LINKS = ["/inscription/confirmer", "/mot-de-passe", "/adresse/confirmer", "/adresse/reprendre"]


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_done_without_the_token_of_the_visitor(
    client: FlaskClient, session: Session, path: str
) -> None:
    make_known(session)
    sign_in(client)
    assert client.post(path, data={"email": EMAIL, "password": GOOD}).status_code == 400


def test_a_cookie_planted_before_signing_in_is_worth_nothing(app: Flask, session: Session) -> None:
    make_known(session)
    victim, thief = app.test_client(), app.test_client()
    victim.get("/connexion")
    planted = victim.get_cookie("session")
    assert planted is not None
    thief.set_cookie("session", planted.value)
    sign_in(victim)
    after = victim.get_cookie("session")
    assert after is not None
    assert after.value != planted.value
    assert is_signed_in(victim)
    assert not is_signed_in(thief)
    with victim.session_transaction() as cookie:
        first = cookie["_user_id"]
    sign_in(other := app.test_client())
    with other.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_a_cookie_kept_after_signing_out_is_worth_nothing(app: Flask, session: Session) -> None:
    make_known(session)
    client, thief = app.test_client(), app.test_client()
    sign_in(client)
    stolen = client.get_cookie("session")
    assert stolen is not None
    thief.set_cookie("session", stolen.value)
    assert is_signed_in(thief)
    send(client, "/espace/compte", {}, "/deconnexion")
    assert not is_signed_in(thief)
    assert session.scalar(sa.select(sa.func.count(LoginSession.id))) == 0


@pytest.mark.parametrize(
    "suite",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", " //evil.example", "http:evil.example",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(app: Flask, session: Session, suite: str) -> None:
    make_known(session)
    client = app.test_client()
    page = client.get("/connexion", query_string={"suite": suite}).get_data(as_text=True)
    assert "evil" not in page
    assert "Set-Cookie: x" not in page
    typed = {"email": EMAIL, "password": GOOD, "suite": suite}
    answer = send(client, "/connexion", typed)
    assert (answer.status_code, answer.location) == (303, "/espace")
    again = client.get("/connexion", query_string={"suite": suite})
    assert again.location == "/espace"


def test_a_form_gives_no_more_than_it_asks(client: FlaskClient, session: Session) -> None:
    wanted = {
        "role": "admin", "confirmed_at": "2020-01-01", "id": "1", "totp_since": "2020-01-01",
        "oidc_subject": "x", "blocked_at": "", "is_told": "",
    }  # fmt: skip
    sign_up(client, **wanted)
    person = person_of(session)
    assert person is not None
    assert (person.role, person.confirmed_at, person.oidc_subject) == ("", None, None)
    make_known(session, "autre@exemple.fr")
    sign_in(client, "autre@exemple.fr")
    send(
        client,
        "/espace/compte/nom",
        {"name": "Zoé", "purpose": "funder", "email": "x@y.fr", **wanted},
    )
    person = person_of(session, "autre@exemple.fr")
    assert person is not None
    assert (person.name, person.role, person.purpose) == ("Zoé", "", "funder")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nom@"}, "adresse électronique comme"),
        ({"email": "a@b.fr\nBcc: x@y.fr"}, "adresse électronique comme"),
        ({"email": ""}, "Écrivez votre adresse"),
        ({"name": "\u200b\u202e"}, "Écrivez votre nom"),
        ({"name": "https://gagnez.example"}, "sans adresse"),
        ({"purpose": "admin"}, "choisissez dans la liste"),
        ({"purpose": ""}, "Dites ce que vous venez faire"),
        ({"password": ""}, "Choisissez un mot de passe"),
        ({"password": "Camille-Martin-2026!"}, "contient votre nom"),
        ({"password": "x" * 5_000}, "trop long"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: FlaskClient, session: Session, changes: dict[str, str], words: str
) -> None:
    answer = sign_up(client, **changes)
    assert answer.status_code == 422
    page = read_page(answer)
    assert words in page.text
    assert "aria-invalid" in page.html
    assert page.title.startswith("Erreur")
    assert GOOD not in page.html
    assert session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_a_name_is_kept_as_it_is_seen(client: FlaskClient, session: Session) -> None:
    sign_up(client, name="Ad\u200bmin \u202e\u2066<script>Martin")
    assert person_of(session).name == "Admin Martin"  # type: ignore[union-attr]


def test_a_machine_is_thanked_and_ignored(client: FlaskClient, session: Session) -> None:
    assert sign_up(client, website="http://x.example").location == "/inscription/messagerie"
    assert person_of(session) is None


@pytest.mark.parametrize("path", LINKS)
@pytest.mark.parametrize("secret", ["x", "é", "a" * 500, "%00", "' OR 1=1 --"])
def test_a_made_up_link_opens_nothing(client: FlaskClient, path: str, secret: str) -> None:
    page = read_page(answer := client.get(f"{path}/{secret}"))
    assert answer.status_code == 404
    assert "n’est plus valable" in page.text


def test_a_link_of_one_kind_opens_no_other(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    secret = path_in_letter(session, "account-confirm").rpartition("/")[2]
    for path in LINKS[1:]:
        assert client.get(f"{path}/{secret}").status_code == 404


def test_a_link_serves_for_its_time_and_once(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    first = path_in_letter(session, "account-confirm")
    send(client, "/inscription/renvoyer", {"email": EMAIL})
    second = path_in_letter(session, "account-confirm")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    late = clock.now() - timedelta(seconds=1)
    session.execute(sa.update(OneTimeToken).values(expires_at=late))
    session.commit()
    assert client.get(second).status_code == 404


def test_who_signs_up_another_gets_nothing_from_their_click(app: Flask, session: Session) -> None:
    thief, owner = app.test_client(), app.test_client()
    sign_up(owner)
    sign_up(thief, password=OTHER)
    link = path_in_letter(session, "account-confirm")
    answer = send(owner, link, {"password": GOOD})
    assert answer.status_code == 422
    assert person_of(session).confirmed_at is None  # type: ignore[union-attr]
    send(owner, "/mot-de-passe-oublie", {"email": EMAIL})
    send(owner, path_in_letter(session, "password-reset"), {"password": GOOD})
    assert is_signed_in(owner)
    assert sign_in(thief, password=OTHER).status_code == 422
    assert app.test_client().get(link).status_code == 404


def test_guesses_at_the_confirmation_are_slowed_down(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    link = path_in_letter(session, "account-confirm")
    statuses = [send(client, link, {"password": OTHER}).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_an_account_that_nobody_confirms_is_erased(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    make_known(session, "autre@exemple.fr")
    now = clock.now()
    assert registration.purge(session, now + timedelta(days=6)) == 0
    assert registration.purge(session, now + timedelta(days=8)) == 1
    assert person_of(session) is None
    assert letters(session) == ["account-confirm"]

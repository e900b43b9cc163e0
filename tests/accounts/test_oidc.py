"""Signing in at a provider: the way there, the way back, and everything that proves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts.models import LoginSession, Person
from app.extensions import db
from tests.accounts.oidc_provider import Provider
from tests.people import browser_of, make_person

pytestmark = pytest.mark.enable_socket
TIES = "/espace/compte/connexion-externe"


@pytest.fixture
def visitor(oidc_app: Flask) -> FlaskClient:
    return oidc_app.test_client()


def come_back(
    browser: FlaskClient, provider: Provider, way: str = "/connexion/oidc"
) -> TestResponse:
    """Go to the provider, agree, come back."""
    there = browser.get(way)
    assert there.status_code == 302, there.location
    return browser.get(path_of(provider.authorize(there.location)))


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def flashes(browser: FlaskClient) -> str:
    with browser.session_transaction() as cookie:
        return " ".join(text for _, text in cookie.get("_flashes", []))


def people() -> list[Person]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Person)))


def signed_in_nowhere() -> bool:
    return not db.session.scalars(sa.select(LoginSession)).all()


def refuses(browser: FlaskClient, answer: TestResponse) -> None:
    """The answer is the sign-in page with our sentence, and nobody is signed in."""
    assert answer.status_code == 302
    assert answer.location.startswith("/connexion")
    assert not answer.location.startswith("/connexion/oidc")
    said = flashes(browser)
    assert "n’a pas abouti" in said
    assert "<" not in said
    assert signed_in_nowhere()
    assert not people()


def test_the_way_there_proves_itself(visitor: FlaskClient, provider: Provider) -> None:
    answer = visitor.get("/connexion/oidc?suite=/espace/alertes")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
    assert answer.location.startswith(f"{provider.address}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["scope"] == "openid email given_name usual_name"
    assert asked["redirect_uri"] == "https://maillage.exemple/connexion/oidc/retour"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32  # ProConnect's rule
    assert len(asked["nonce"]) >= 32


def test_one_attempt_at_a_time_is_kept(visitor: FlaskClient) -> None:
    for _ in range(12):
        visitor.get("/connexion/oidc")
    with visitor.session_transaction() as cookie:
        assert len([key for key in cookie if key.startswith("_state_")]) == 1


@pytest.mark.parametrize("signs", [True, False])
def test_a_newcomer_has_an_account(visitor: FlaskClient, provider: Provider, signs: bool) -> None:
    provider.signs_user = signs
    answer = come_back(visitor, provider, "/connexion/oidc?suite=/espace/alertes")
    assert answer.location == "/espace/alertes"
    (person,) = people()
    assert (person.email, person.name) == ("marie@exemple.fr", "Marie Curie")
    assert person.oidc_subject == f"{provider.address}|marie-1"
    assert person.confirmed_at is not None
    assert person.password_hash == ""
    assert db.session.scalars(sa.select(LoginSession.method)).one() == "oidc"


def test_who_comes_again_finds_the_same_account(oidc_app: Flask, provider: Provider) -> None:
    come_back(oidc_app.test_client(), provider)
    provider.user["email"] = "marie.curie@ailleurs.fr"  # the subject counts, not the address
    come_back(oidc_app.test_client(), provider)
    (person,) = people()
    assert person.email == "marie@exemple.fr"
    assert len(db.session.scalars(sa.select(LoginSession)).all()) == 2


def test_no_way_out_of_the_site(visitor: FlaskClient, provider: Provider) -> None:
    answer = come_back(visitor, provider, "/connexion/oidc?suite=//evil.example")
    assert answer.location == "/espace"


def test_the_session_is_made_anew(visitor: FlaskClient, provider: Provider) -> None:
    with visitor.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    come_back(visitor, provider)
    with visitor.session_transaction() as cookie:
        assert "planted" not in cookie


FAULTS: dict[str, dict[str, Any]] = {
    "wrong nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "other audience": {"claims": {"aud": "another"}},
    "other audience, for us": {"claims": {"aud": "another", "azp": "maillage"}},
    "no audience": {"claims": {"aud": None}},
    "other issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"iat": 1_000_000_000, "exp": 1_000_000_060}},
    "never expires": {"claims": {"exp": None}},
    "not text": {"claims": {"sub": ["marie-1"]}},
    "unsigned": {"algorithm": "none"},
    "signed with the public key": {"algorithm": "HS256"},
    "signed by another": {"signed_by": "other"},
    "signed by an unknown key": {"signed_by": "other", "key_id": "other"},
    "no ID token": {"gives_id_token": False},
    "user info of somebody else": {"claims": {"sub": "pierre-2"}},
    "user info signed by another": {"user_signed_by": "other"},
    "user info is a list": {"on": "/userinfo", "body": b"[]"},
    "user info is broken": {"on": "/userinfo", "body": b"{"},
    "deep": {"on": "/token", "body": b"[" * 100_000},
    "token is a list": {"on": "/token", "body": b"[]"},
    "token fails": {"on": "/token", "status": 503},
    "keys fail": {"on": "/jwks", "status": 500},
    "keys are none": {"on": "/jwks", "body": b'{"keys": []}'},
    "user info fails": {"on": "/userinfo", "status": 403},
    "user info sends elsewhere": {"on": "/userinfo", "status": 302},
    "huge": {"on": "/userinfo", "huge": 3_000_000},
    "slow": {"on": "/token", "slow": 0.1},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_proves_nothing_signs_nobody_in(
    visitor: FlaskClient, provider: Provider, fault: dict[str, Any]
) -> None:
    for name, value in fault.items():
        setattr(provider, name, value)
    refuses(visitor, come_back(visitor, provider))


DOCUMENTS: dict[str, dict[str, Any]] = {
    "of another issuer": {"document": {"issuer": "https://evil.example"}},
    "signs with a secret": {
        "document": {"id_token_signing_alg_values_supported": ["HS256", "none"]}
    },
    "without an address": {"document": {"authorization_endpoint": None}},
    "fails": {"on": "/.well-known", "status": 500},
    "is a list": {"on": "/.well-known", "body": b"[]"},
    "is huge": {"on": "/.well-known", "huge": 3_000_000},
    "is slow": {"on": "/.well-known", "slow": 0.1},
}


@pytest.mark.parametrize("fault", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_bad_document_sends_nobody_away(
    visitor: FlaskClient, provider: Provider, fault: dict[str, Any]
) -> None:
    sound = replace(provider)
    for name, value in fault.items():
        setattr(provider, name, value)
    refuses(visitor, visitor.get("/connexion/oidc"))
    for name in fault:
        setattr(provider, name, getattr(sound, name))
    assert come_back(visitor, provider).location == "/espace"  # it was mended


def test_a_provider_that_is_down(visitor: FlaskClient, oidc_app: Flask) -> None:
    with oidc_app.app_context():
        from app.blueprints.oidc_client import provider as known  # noqa: PLC0415

        known()._server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
    refuses(visitor, visitor.get("/connexion/oidc"))


def test_the_state_is_of_this_browser(oidc_app: Flask, provider: Provider) -> None:
    mine, theirs = oidc_app.test_client(), oidc_app.test_client()
    back = provider.authorize(mine.get("/connexion/oidc").location)
    theirs.get("/connexion/oidc")
    refuses(theirs, theirs.get(path_of(back)))


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x&code=x", "?error=access_denied&error_description=<b>Oups</b>"],
)
def test_a_return_that_nobody_asked_for(visitor: FlaskClient, query: str) -> None:
    refuses(visitor, visitor.get(f"/connexion/oidc/retour{query}"))


def test_a_code_serves_once(visitor: FlaskClient, provider: Provider) -> None:
    back = path_of(provider.authorize(visitor.get("/connexion/oidc").location))
    with visitor.session_transaction() as cookie:
        kept = dict(cookie)
    assert visitor.get(back).location == "/espace"
    other = visitor.application.test_client()
    with other.session_transaction() as cookie:  # the very cookie, stolen
        cookie.update(kept)
    assert other.get(back).location.startswith("/connexion")
    assert len(db.session.scalars(sa.select(LoginSession)).all()) == 1


def test_without_settings_there_is_nothing(client: FlaskClient) -> None:
    for address in ("/connexion/oidc", "/connexion/oidc/retour", "/connexion/oidc/sortie"):
        assert client.get(address).status_code == 404


def test_signing_out_goes_to_the_provider_by_a_link(
    visitor: FlaskClient, provider: Provider, oidc_app: Flask
) -> None:
    oidc_app.config["WTF_CSRF_ENABLED"] = False
    assert come_back(visitor, provider).location == "/espace"
    assert visitor.post("/deconnexion").location == "/connexion/oidc/sortie"
    page = visitor.get("/connexion/oidc/sortie").get_data(as_text=True)
    assert f"{provider.address}/session/end?id_token_hint=" in page
    assert (
        "post_logout_redirect_uri=https%3A%2F%2Fmaillage.exemple%2Fconnexion%2Foidc%2Ffin" in page
    )
    assert visitor.get("/connexion/oidc/sortie").location == "/"  # said once
    assert visitor.get("/connexion/oidc/fin").location == "/"
    assert signed_in_nowhere()


def test_who_is_signed_in_ties_the_account(oidc_app: Flask, provider: Provider) -> None:
    provider.user["email_verified"] = False
    person = make_person(db.session(), "marie@exemple.fr", password_hash="…")
    browser = browser_of(oidc_app, db.session(), person)
    oidc_app.config["WTF_CSRF_ENABLED"] = False
    assert "Relier mon compte" in browser.get(TIES).get_data(as_text=True)
    page = browser.post(TIES, data={"geste": "relier"}).get_data(as_text=True)
    address = page.split('href="' + provider.address)[1].split('"')[0].replace("&amp;", "&")
    answer = browser.get(path_of(provider.authorize(provider.address + address)))
    assert answer.location == TIES
    assert people()[0].oidc_subject == f"{provider.address}|marie-1"
    assert come_back(oidc_app.test_client(), provider).location == "/espace"
    browser.post(TIES, data={"geste": "delier"})
    assert people()[0].oidc_subject is None


def test_a_link_ties_nothing(oidc_app: Flask, provider: Provider) -> None:
    browser = browser_of(oidc_app, db.session(), make_person(db.session()))
    assert browser.get("/connexion/oidc").location == "/espace"
    assert browser.post(TIES, data={"geste": "relier"}).status_code == 400  # no token
    assert people()[0].oidc_subject is None


def test_a_one_time_code_is_still_asked_for(oidc_app: Flask, provider: Provider) -> None:
    make_person(db.session(), "marie@exemple.fr", totp_since=clock.now(), password_hash="…")
    db.session.commit()
    browser = oidc_app.test_client()
    assert come_back(browser, provider).location == "/connexion/code"
    assert signed_in_nowhere()
    assert browser.get("/espace/compte").location.startswith("/connexion?")


def test_the_sign_in_page_shows_the_way(visitor: FlaskClient) -> None:
    page = visitor.get("/connexion?suite=/espace/alertes").get_data(as_text=True)
    assert 'href="/connexion/oidc?suite=/espace/alertes"' in page
    assert "S’identifier avec ProConnect" in page

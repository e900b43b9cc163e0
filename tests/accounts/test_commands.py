from __future__ import annotations

from flask import Flask, request
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts.roles import PortalRole
from app.factory import trust_proxies
from tests.accounts.visits import (
    EMAIL,
    GOOD,
    OTHER,
    give_totp,
    is_signed_in,
    make_known,
    person_of,
    send,
    sign_in,
)
from tests.http.forms import read_form
from tests.people import browser_of


def test_the_first_admin_enters_by_the_link_and_sets_a_second_step_up(
    app: Flask, session: Session
) -> None:
    answer = app.test_cli_runner().invoke(args=["accounts", "create-admin", EMAIL])
    assert answer.exit_code == 0, answer.output
    link = answer.stdout.strip().removeprefix("http://127.0.0.1:8000")
    client = app.test_client()
    assert send(client, link, {"password": GOOD}).location == "/espace"
    assert client.get("/espace/compte").location == "/espace/compte/double-authentification"


def test_people_are_listed_blocked_and_let_in_again(app: Flask, session: Session) -> None:
    person = make_known(session)
    make_known(session, "zoe@exemple.fr", role=PortalRole.EDITOR)
    client, run = browser_of(app, session, person), app.test_cli_runner().invoke
    lines = run(args=["accounts", "list"]).stdout.splitlines()
    assert lines[0].startswith("zoe@exemple.fr  Rédaction  confirmé")
    assert lines[1].startswith(f"{EMAIL}  -  confirmé  mot de passe seul")
    assert run(args=["accounts", "block", EMAIL.upper()]).exit_code == 0
    assert not is_signed_in(client)
    assert sign_in(client).status_code == 422
    assert "bloqué" in run(args=["accounts", "list"]).stdout
    run(args=["accounts", "unblock", EMAIL])
    assert sign_in(client).location == "/espace"
    assert run(args=["accounts", "block", "inconnu@exemple.fr"]).exit_code == 1


def test_the_second_step_is_taken_away_by_command(app: Flask, session: Session) -> None:
    give_totp(session, make_known(session))
    assert app.test_cli_runner().invoke(args=["accounts", "reset-totp", EMAIL]).exit_code == 0
    assert not person_of(session).has_totp  # type: ignore[union-attr]


def test_what_is_over_is_erased_by_night(app: Flask, session: Session) -> None:
    make_known(session)
    answer = app.test_cli_runner().invoke(args=["jobs", "run", "purge-accounts"])
    assert answer.exit_code == 0, answer.output
    assert person_of(session) is not None


def test_a_network_is_slowed_down_and_no_other(app: Flask, session: Session) -> None:
    make_known(session)

    def try_from(network: str, number: int) -> int:
        client = app.test_client()
        fields = read_form(client, "/connexion")
        fields.setlist("email", [f"p{number}@exemple.fr"])
        fields.setlist("password", [OTHER])
        near = {"REMOTE_ADDR": f"{network}::{number + 1:x}"}
        return client.post("/connexion", data=fields, environ_base=near).status_code

    statuses = [try_from("2001:db8:1:2", number) for number in range(31)]
    assert statuses == [422] * 30 + [429]
    assert try_from("2001:db8:1:3", 0) == 422


def test_the_address_of_who_asks_is_told_by_declared_proxies_alone(app: Flask) -> None:
    app.add_url_rule("/qui", "qui", lambda: request.remote_addr)
    forged = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Host": "evil.example"}
    client = app.test_client()
    assert client.get("/qui", headers=forged).text == "127.0.0.1"
    trust_proxies(app, 0)
    assert not isinstance(app.wsgi_app, ProxyFix)
    trust_proxies(app, 1)
    assert client.get("/qui", headers=forged).text == "203.0.113.7"

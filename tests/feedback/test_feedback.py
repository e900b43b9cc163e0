from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.clock import PARIS
from app.errors import InvalidError, NotFoundError
from app.feedback import services
from tests.pages import Page, read_page

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


def post(client: FlaskClient, **fields: str) -> tuple[int, str, str]:
    shown = client.get("/signaler?page=/guide").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert token
    answer = client.post("/signaler", data={"csrf_token": token[1], **fields})
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


def test_a_report_is_kept_and_leads_back_to_the_page(client: FlaskClient, session: Session) -> None:
    status, where, _ = post(client, page="/guide/x", message="Le montant a changé.", contact="")
    assert (status, where) == (303, "/guide/x")
    (kept,) = session.scalars(services.waiting())
    assert (kept.path, kept.message) == ("/guide/x", "Le montant a changé.")


@pytest.mark.parametrize(
    "page", ["https://mal.example/", "//mal.example", "/\\mal.example", "javascript:x"]
)
def test_no_report_leads_elsewhere(client: FlaskClient, page: str) -> None:
    status, where, _ = post(client, page=page, message="x")
    assert (status, where) == (303, "/")


def test_what_is_missing_or_wrong_is_said_and_kept(client: FlaskClient, session: Session) -> None:
    status, _, html = post(client, page="/guide", message="", contact="pas une adresse")
    assert status == 422
    assert "Dites ce qui est faux" in html
    assert "pas une adresse" in html
    assert not list(session.scalars(services.waiting()))


def test_a_machine_that_fills_in_everything_is_thanked_and_ignored(
    client: FlaskClient, session: Session
) -> None:
    status, _, _ = post(client, page="/guide", message="achetez", website="http://x.example")
    assert status == 303
    assert not list(session.scalars(services.waiting()))


def test_without_a_token_nothing_is_kept(client: FlaskClient, session: Session) -> None:
    assert client.post("/signaler", data={"page": "/", "message": "x"}).status_code == 400
    assert not list(session.scalars(services.waiting()))


def test_a_flood_is_stopped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_PER_HOUR", 2)
    for _ in range(2):
        services.report(session, "/", "x", "", NOW)
    with pytest.raises(InvalidError, match="dans une heure"):
        services.report(session, "/", "x", "", NOW)
    services.report(session, "/", "x", "", NOW + timedelta(minutes=61))


def test_a_report_dealt_with_keeps_no_address_and_goes_after_a_year(session: Session) -> None:
    made = services.report(session, "/", "x", "a@b.fr", NOW)
    services.handle(session, made.id, NOW)
    assert made.contact == ""
    assert not list(session.scalars(services.waiting()))
    assert services.purge(session, NOW + timedelta(days=364)) == 0
    assert services.purge(session, NOW + timedelta(days=366)) == 1
    with pytest.raises(NotFoundError):
        services.handle(session, made.id, NOW)


def test_the_team_lists_and_closes_reports(app: Flask, session: Session) -> None:
    made = services.report(session, "/guide", "Faux", "a@b.fr", NOW)
    session.commit()
    run = app.test_cli_runner().invoke
    listed = run(args=["reports", "list"]).output
    assert "/guide" in listed
    assert "a@b.fr" in listed
    assert "clos" in run(args=["reports", "close", str(made.id)]).output
    assert "0 signalements" in run(args=["reports", "list"]).output
    assert run(args=["reports", "close", "999"]).exit_code == 1


def test_the_form_is_whole(page: Callable[..., Page], client: FlaskClient) -> None:
    shown = read_page(client.get("/signaler?page=/guide/l-aide-au-poste"))
    assert 'value="/guide/l-aide-au-poste"' in shown.html

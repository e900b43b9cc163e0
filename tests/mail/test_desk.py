"""/admin/courriers: who reads what, what may be done, and what is purged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.audit import services as audit
from app.mail import desk, pauses
from app.mail.models import Letter, LetterState
from app.mail.texts import text_keys
from tests.http.forms import read_form
from tests.mail.conftest import SECRET
from tests.pages import read_page
from tests.people import browser_of, make_person

Leave = Callable[..., Letter]
LINK = "https://portail.exemple.fr/x"


@pytest.fixture
def admin(app: Flask, session: Session) -> FlaskClient:
    return browser_of(app, session, make_person(session, role=PortalRole.ADMIN))


@pytest.fixture
def moderator(app: Flask, session: Session) -> FlaskClient:
    person = make_person(session, role=PortalRole.MODERATOR, name="Léa Modère")
    return browser_of(app, session, person)


def with_server(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url="smtp://127.0.0.1:1")


def put(session: Session, letter: Letter, state: LetterState, **values: Any) -> Letter:
    letter.state = state.value
    for name, value in values.items():
        setattr(letter, name, value)
    session.commit()
    return letter


def act(client: FlaskClient, letter: Letter, action: str) -> str:
    """Press a button of the page of a letter; what the next page says."""
    address = f"/admin/courriers/{letter.id}"
    fields = read_form(client, address, f"{address}/{action}")
    answer = client.post(f"{address}/{action}", data=fields)
    assert (answer.status_code, answer.location) == (303, address)
    return read_page(client.get(address)).text


def test_only_the_team_opens_the_desk(app: Flask, session: Session, leave: Leave) -> None:
    letter = leave()
    addresses = ("", "/textes", "/textes/essai", f"/{letter.id}", f"/{letter.id}/html")
    for role in (None, PortalRole.EDITOR):
        client = browser_of(app, session, make_person(session, role=role))
        for address in addresses:
            assert client.get(f"/admin/courriers{address}").status_code == 403
    assert app.test_client().get("/admin/courriers").status_code == 302


def test_the_list_filters_and_names_the_state_in_words(
    moderator: FlaskClient, session: Session, leave: Leave
) -> None:
    leave("a@exemple.fr")
    put(session, leave("b_1@exemple.fr", key=SECRET), LetterState.FAILED, error="550 inconnue")
    page = read_page(moderator.get("/admin/courriers"))
    assert "2 courriers" in page.text
    assert "Aucun serveur de courrier" in page.text
    assert "En attente" in page.text
    assert "550 inconnue" in page.text
    for query, total in (
        ("etat=failed", 1),
        ("etat=sent", 0),
        ("destinataire=B_1@", 1),
        ("destinataire=%25", 0),
        ("texte=essai", 1),
        ("texte=essai&etat=failed", 0),
    ):
        text = read_page(moderator.get(f"/admin/courriers?{query}")).text
        assert (f"{total} courrier" in text) if total else ("Aucun courrier" in text), query


@pytest.mark.parametrize("query", ["etat=x", "page=abc", "page=99999", "texte=../x", "zut=1"])
def test_a_filter_that_means_nothing_is_ignored(
    moderator: FlaskClient, leave: Leave, query: str
) -> None:
    leave()
    assert "1 courrier" in read_page(moderator.get(f"/admin/courriers?{query}")).text


def test_the_list_is_cut_in_pages_and_asks_no_more_for_more_rows(
    moderator: FlaskClient, session: Session, leave: Leave, queries: Any
) -> None:
    leave()
    counts = []
    for more in (0, 55):
        for number in range(more):
            leave(f"{number}@exemple.fr")
        with queries() as sent:
            moderator.get("/admin/courriers")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    page = read_page(moderator.get("/admin/courriers?page=2"))
    assert "56 courriers" in page.text
    assert page.html.count('scope="row"') == 6


def test_without_a_server_the_administration_reads_letters_and_a_moderator_does_not(
    admin: FlaskClient, moderator: FlaskClient, leave: Leave
) -> None:
    letter = leave(key=SECRET, headers={"List-Unsubscribe": "<https://portail.exemple.fr/secret>"})
    address = f"/admin/courriers/{letter.id}"
    assert LINK in read_page(admin.get(address)).text
    part = admin.get(f"{address}/html")
    assert LINK in part.get_data(as_text=True)
    policy = part.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert part.headers["Cache-Control"] == "no-store"
    page = read_page(moderator.get(address))
    assert "portail.exemple.fr" not in page.html
    assert "Seule l’administration" in page.text
    assert moderator.get(f"{address}/html").status_code == 403
    assert "portail.exemple.fr" not in moderator.get("/admin/courriers").get_data(as_text=True)


def test_with_a_server_nobody_reads_a_secret(
    app: Flask, admin: FlaskClient, moderator: FlaskClient, leave: Leave
) -> None:
    secret, plain = leave(key=SECRET), leave()
    with_server(app)
    for client in (admin, moderator):
        answer = client.get(f"/admin/courriers/{secret.id}")
        assert LINK not in answer.get_data(as_text=True)
        assert client.get(f"/admin/courriers/{secret.id}/html").status_code == 403
    assert "midi" in read_page(admin.get(f"/admin/courriers/{plain.id}")).text
    assert "midi" not in read_page(moderator.get(f"/admin/courriers/{plain.id}")).text
    assert "Aucun serveur" not in read_page(admin.get("/admin/courriers")).text


@pytest.mark.parametrize("state", [LetterState.FAILED, LetterState.UNCERTAIN])
def test_what_did_not_go_is_sent_again(
    moderator: FlaskClient, session: Session, leave: Leave, state: LetterState
) -> None:
    letter = put(session, leave(), state, tries=6, error="451", handed_at=None)
    assert "repart avec les prochains" in act(moderator, letter, "renvoyer")
    session.refresh(letter)
    assert (letter.state, letter.tries, letter.error) == ("waiting", 0, "")
    (kept,) = session.scalars(audit.history("letter", str(letter.id)))
    assert (kept.author, kept.changes) == ("Léa Modère", {"state": [state.value, "waiting"]})


def test_a_letter_that_left_is_not_sent_again(
    moderator: FlaskClient, session: Session, leave: Leave
) -> None:
    letter = leave()
    token = read_form(
        moderator, f"/admin/courriers/{letter.id}", f"/admin/courriers/{letter.id}/abandonner"
    )
    put(session, letter, LetterState.SENT)
    for action in ("renvoyer", "abandonner"):
        moderator.post(f"/admin/courriers/{letter.id}/{action}", data=token)
        session.refresh(letter)
        assert letter.letter_state is LetterState.SENT
    assert "ne peut plus être abandonné" in read_page(moderator.get("/admin/courriers")).text


def test_a_letter_is_given_up(moderator: FlaskClient, session: Session, leave: Leave) -> None:
    letter = leave()
    assert "abandonné" in act(moderator, letter, "abandonner")
    session.refresh(letter)
    assert (letter.state, letter.error) == ("failed", "Abandonné par Léa Modère")


def test_an_address_is_resumed(
    moderator: FlaskClient, session: Session, leave: Leave, now: datetime
) -> None:
    pauses.pause(session, "a@exemple.fr", "550 5.1.1 <b>inconnue</b>", now)
    letter = leave("a@exemple.fr")
    page = read_page(moderator.get("/admin/courriers"))
    assert "1 adresse en pause" in page.text
    assert "<b>inconnue" not in page.html
    assert "n’est plus en pause" in act(moderator, letter, "reprendre")
    assert pauses.find(session, "a@exemple.fr") is None


def test_an_action_needs_its_token_and_its_letter(
    app: Flask, moderator: FlaskClient, session: Session, leave: Leave
) -> None:
    letter = put(session, leave(), LetterState.FAILED)
    for action in ("renvoyer", "abandonner", "reprendre"):
        address = f"/admin/courriers/{letter.id}/{action}"
        assert moderator.post(address).status_code == 400
        assert moderator.get(address).status_code in {404, 405}
    fields = read_form(
        moderator, f"/admin/courriers/{letter.id}", f"/admin/courriers/{letter.id}/renvoyer"
    )
    assert moderator.post("/admin/courriers/999/renvoyer", data=fields).status_code == 404
    assert moderator.get("/admin/courriers/999").status_code == 404
    session.refresh(letter)
    assert letter.letter_state is LetterState.FAILED


def test_every_text_is_previewed(moderator: FlaskClient) -> None:
    page = read_page(moderator.get("/admin/courriers/textes"))
    shown = [link for link in page.links if link.startswith("/admin/courriers/textes/")]
    assert len(shown) >= 2
    for address in shown:
        assert "Vous recevez ce message" in read_page(moderator.get(address)).text
        assert moderator.get(f"{address}/html").status_code == 200
    for key in ("absent", "..", "frame"):
        assert moderator.get(f"/admin/courriers/textes/{key}").status_code == 404


def test_old_letters_are_erased(session: Session, leave: Leave, now: datetime) -> None:
    day = timedelta(days=1)
    for state, age, stays in (
        (LetterState.SENT, 91, False),
        (LetterState.SENT, 89, True),
        (LetterState.FAILED, 91, True),
        (LetterState.FAILED, 366, False),
        (LetterState.UNCERTAIN, 366, False),
        (LetterState.WAITING, 400, True),
    ):
        letter = leave(f"{'stays' if stays else 'goes'}@exemple.fr", now=now - age * day)
        put(session, letter, state, sent_at=now - age * day)
    assert desk.purge(session, now) == 3
    left = session.scalars(sa.select(Letter.recipient)).all()
    assert left == ["stays@exemple.fr"] * 3


def test_the_commands(app: Flask, session: Session, leave: Leave) -> None:
    run = app.test_cli_runner().invoke
    put(session, leave("a@exemple.fr"), LetterState.FAILED, error="550 inconnue")
    leave("b@exemple.fr", key=SECRET)
    listed = run(args=["mail", "list"])
    assert listed.exit_code == 0
    assert "550 inconnue" in listed.output
    assert LINK not in listed.output
    assert "1 courrier\n" in run(args=["mail", "list", "--state", "failed"]).output
    assert run(args=["mail", "list", "--state", "x"]).exit_code == 2
    assert run(args=["mail", "preview"]).output.split() == text_keys()
    assert "Objet : Essai de courrier" in run(args=["mail", "preview", "essai"]).output
    assert run(args=["mail", "preview", "absent"]).exit_code == 1
    assert run(args=["mail", "test", "c@exemple.fr"]).exit_code == 0
    assert run(args=["mail", "test", "c"]).exit_code == 1
    assert run(args=["mail", "pause", "c@exemple.fr", "--why", "avis reçu"]).exit_code == 0
    assert run(args=["mail", "resume", "c@exemple.fr"]).exit_code == 0
    assert run(args=["mail", "resume", "c@exemple.fr"]).exit_code == 1
    assert "0 courrier effacé" in run(args=["jobs", "run", "purge-letters"]).output

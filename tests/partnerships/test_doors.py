"""The three doors to an exchange: the space, the link of a letter, the asker's page."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.need_links import links
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.partnerships import answering, closing
from app.partnerships.models import MatchMessage, NeedMatch, PartnershipPreference
from app.partnerships.states import Closing, Side
from tests.pages import read_page
from tests.partnerships.browsing import (
    INTERESTED,
    agree,
    answer_path,
    by,
    follow_path,
    here,
    holds_contact,
    see,
    space_path,
)
from tests.partnerships.builders import make_cleaner, make_need
from tests.partnerships.exchanges import Exchange, letters_of
from tests.people import browser_of, make_member

pytestmark = pytest.mark.usefixtures("no_token")


def test_opening_the_link_changes_nothing(
    session: Session, client: FlaskClient, open_now: Exchange
) -> None:
    for _ in range(3):  # programs that check mail open every link
        page = see(client, answer_path(open_now))
        see(client, f"{answer_path(open_now)}/pause")
        client.head(answer_path(open_now))
    session.expire_all()
    assert (open_now.match.state, open_now.match.version) == ("sent", 1)
    assert session.scalars(sa.select(PartnershipPreference)).all() == []
    assert "Nous sommes intéressés" in page.text
    assert not holds_contact(page.html, open_now)
    given = client.get(answer_path(open_now))
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("word", "state"),
    [("interesse", "interested"), ("ensemble", "together"), ("plus-tard", "later")],
)
def test_an_answer_by_the_link(
    session: Session, client: FlaskClient, open_now: Exchange, word: str, state: str
) -> None:
    data = {"reponse": word, "version": "1", "message": "Bonjour <b>vous</b>"}
    given = client.post(answer_path(open_now), data=data)
    assert given.status_code == 303
    session.expire_all()
    assert open_now.match.state == state
    page = see(client, answer_path(open_now))
    assert "La suite se passe dans votre espace" in page.text
    assert not holds_contact(page.html, open_now)


def test_a_no_asks_why(session: Session, client: FlaskClient, open_now: Exchange) -> None:
    path = answer_path(open_now)
    given = client.post(path, data={"reponse": "non", "version": "1"})
    assert given.status_code == 422
    assert "choisissez une raison" in given.get_data(as_text=True)
    data = {"reponse": "non", "raison": "price", "version": "1"}
    assert client.post(path, data=data).status_code == 303
    session.expire_all()
    assert (open_now.match.state, open_now.match.reason) == ("declined", "price")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"reponse": "agreed", "version": "1"},
        {"reponse": "interesse", "version": "1", "message": "x" * 501},
        {"reponse": "interesse", "version": "1", "adresse": "pas une adresse"},
        {"reponse": "interesse", "version": "1", "telephone": "abc"},
        {"reponse": "non", "raison": "inconnue", "version": "1"},
        {"reponse": "interesse", "version": "un"},
    ],
)
def test_a_bad_answer_is_said(
    client: FlaskClient, open_now: Exchange, data: dict[str, str]
) -> None:
    given = client.post(answer_path(open_now), data=data)
    assert given.status_code == 422
    assert read_page(given).title.startswith("Erreur")


def test_an_answer_seen_too_late_is_refused(
    session: Session, client: FlaskClient, open_now: Exchange
) -> None:
    path = answer_path(open_now)
    client.post(path, data={"reponse": "interesse", "version": "1"})
    data = {"reponse": "non", "raison": "price", "version": "1"}
    given = client.post(path, data=data)
    assert given.status_code == 409
    assert "Relisez" in given.get_data(as_text=True)
    session.expire_all()
    assert open_now.match.state == "interested"


def test_a_false_link_opens_nothing(client: FlaskClient, open_now: Exchange) -> None:
    for path in (answer_path(open_now), follow_path(open_now)):
        # Not the last character: some of its bits sign nothing.
        forged = path[:-2] + ("A" if path[-2] != "A" else "B") + path[-1]
        assert client.get(forged).status_code == 404
    for path in ("/reponse/x", "/reponse/1-1.x", "/mes-demandes/inconnu", "/suite/é", "/suite/1"):
        assert client.get(path).status_code == 404
    crossed = follow_path(open_now).replace("/mes-demandes/", "/reponse/")
    assert client.get(crossed).status_code == 404, "a link does one thing"


def test_a_link_ends_with_its_request(
    session: Session, client: FlaskClient, alone: Exchange
) -> None:
    closing.close(session, alone.need, Closing.ELSEWHERE, by(Side.ASKER))
    session.commit()
    page = see(client, answer_path(alone), 410)
    assert alone.need.title not in page.text
    data = {"reponse": "interesse", "version": "1"}
    assert client.post(answer_path(alone), data=data).status_code == 410


def test_contacts_show_on_agreement_only(
    app: Flask, session: Session, client: FlaskClient, open_now: Exchange
) -> None:
    member = browser_of(app, session, open_now.member)
    space, asked = space_path(open_now), follow_path(open_now)
    paths = (space, space.rpartition("/")[0], answer_path(open_now), "/espace/demandes")
    for path in paths:
        assert not holds_contact(see(member, path).html, open_now)
    data = {"reponse": "interesse", "version": "1", "telephone": "06 11 22 33 44"}
    assert member.post(f"{space}/reponse", data=data).status_code == 303
    for path in paths:
        assert not holds_contact(see(member, path).html, open_now)
    match_page = f"{asked}/structures/{open_now.match.id}"
    for path in (asked, match_page):
        html = see(client, path).html
        assert open_now.member.email not in html
        assert "06 11" not in html
    given = client.post(f"{match_page}/accord", data={"version": "2"})
    assert given.status_code == 303
    assert open_now.member.email in see(client, match_page).html
    assert holds_contact(see(member, space).html, open_now)
    letter = see(client, answer_path(open_now))
    assert not holds_contact(letter.html, open_now), "read in the space, behind a password"


def test_without_an_account_the_link_is_the_thread(
    session: Session, client: FlaskClient, alone: Exchange
) -> None:
    agree(session, alone)
    path = answer_path(alone)
    assert holds_contact(see(client, path).html, alone)
    assert client.post(f"{path}/messages", data={"texte": "Bonjour"}).status_code == 303
    page = see(client, f"{follow_path(alone)}/structures/{alone.match.id}")
    assert "Bonjour" in page.text
    assert letters_of(session, "need-message")[0].recipient == alone.need.email


def test_the_thread_and_its_files(
    app: Flask, session: Session, client: FlaskClient, open_now: Exchange
) -> None:
    member = browser_of(app, session, open_now.member)
    space = space_path(open_now)
    asked = f"{follow_path(open_now)}/structures/{open_now.match.id}"
    assert client.post(f"{asked}/messages", data={"texte": "Allô ?"}).status_code == 422
    assert member.post(f"{space}/messages", data={"texte": "Quand ?"}).status_code == 303
    member.post(f"{space}/reponse", data={"reponse": "interesse", "version": "1"})
    text = "<script>alert(1)</script>\nDemain"
    assert client.post(f"{asked}/messages", data={"texte": text}).status_code == 303
    page = see(member, space)
    assert "Demain" in page.text
    assert "<script>alert" not in page.html
    name = "devis.txt"
    file = {"fichier": (io.BytesIO(b"Devis"), name)}
    assert client.post(f"{asked}/fichiers", data=file).status_code == 303
    (given,) = [path for path in see(member, space).links if "/fichiers/" in path]
    downloaded = member.get(given)
    assert downloaded.data == b"Devis"
    assert "attachment" in downloaded.headers["Content-Disposition"]
    number = given.rpartition("/")[2]
    assert member.post(f"{space}/fichiers/{number}/supprimer").status_code == 404, "not theirs"
    assert client.get(f"{answer_path(open_now)}/fichiers/{number}").status_code == 404
    assert client.post(f"{asked}/fichiers/{number}/supprimer").status_code == 303
    assert member.get(given).status_code == 404
    bad = {"fichier": (io.BytesIO(b"MZ\x00"), "virus.exe")}
    assert client.post(f"{asked}/fichiers", data=bad).status_code == 422
    assert client.post(f"{asked}/fichiers", data={}).status_code == 422


def test_a_flood_of_messages_is_stopped(
    session: Session, client: FlaskClient, alone: Exchange
) -> None:
    path = f"{answer_path(alone)}/messages"
    statuses = [client.post(path, data={"texte": f"Message {n}"}).status_code for n in range(21)]
    assert statuses == [303] * 20 + [422]
    assert client.post(path, data={"texte": "x" * 3_001}).status_code == 422
    assert len(session.scalars(sa.select(MatchMessage)).all()) == 20


def test_nobody_reads_what_is_not_theirs(
    app: Flask, session: Session, client: FlaskClient, open_now: Exchange
) -> None:
    other = make_cleaner(session, "Autre")
    stranger = make_member(session, other.organisation, MemberRole.OWNER)
    other_need = make_need(session, state="open", came_from="unconfirmed")
    session.commit()
    foreign = browser_of(app, session, stranger)
    assert foreign.get(space_path(open_now)).status_code == 404
    crossed = f"/espace/organisations/{other.organisation_id}/demandes/{open_now.match.id}"
    assert foreign.get(crossed).status_code == 404
    assert foreign.post(f"{crossed}/messages", data={"texte": "Bonjour"}).status_code == 404
    asked = here(links().follow(other_need))
    for path in (f"{asked}/structures/{open_now.match.id}",):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/accord", data={"version": "1"}).status_code == 404
    assert foreign.get(f"/espace/demandes/envoyees/{open_now.need.id}").status_code == 404
    ours = session.get_one(Organisation, open_now.siae.organisation_id)
    reader = make_member(session, ours, MemberRole.READER)
    session.commit()
    reading = browser_of(app, session, reader)
    assert "Envoyer la réponse" not in see(reading, space_path(open_now)).text
    data = {"reponse": "interesse", "version": "1"}
    assert reading.post(f"{space_path(open_now)}/reponse", data=data).status_code == 403


def test_the_page_of_the_asker(session: Session, client: FlaskClient, open_now: Exchange) -> None:
    path = follow_path(open_now)
    page = see(client, path)
    assert "1 structure sollicitée, aucune réponse" in page.text.replace("\u00a0", " ")
    assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.post(f"{path}/suite").status_code == 422, "a wave has just left"
    long_ago = clock.now() - timedelta(days=2)
    session.execute(sa.update(NeedMatch).values(sent_at=long_ago))
    make_cleaner(session, "Encore une")
    session.commit()
    assert client.post(f"{path}/suite").status_code == 303
    assert "Encore une" in see(client, path).text
    assert client.post(f"{path}/clore", data={"motif": "team"}).status_code == 422
    data = {"motif": "withdrawn", "precision": "Reporté"}
    assert client.post(f"{path}/clore", data=data).status_code == 303
    assert "retirée par son auteur" in see(client, path).text
    assert client.post(f"{path}/clore", data=data).status_code == 422


def test_the_asker_turns_down(session: Session, client: FlaskClient, open_now: Exchange) -> None:
    answering.answer(session, open_now.need, open_now.match, INTERESTED, by(Side.ORGANISATION))
    session.commit()
    path = f"{follow_path(open_now)}/structures/{open_now.match.id}"
    assert "Avec joie" in see(client, path).text
    data = {"version": "2", "mot": "Merci, nous avons choisi plus près."}
    assert client.post(f"{path}/refus", data=data).status_code == 303
    session.expire_all()
    assert open_now.match.state == "refused"
    assert client.post(f"{path}/accord", data={"version": "3"}).status_code == 422

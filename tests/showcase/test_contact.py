from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.accounts.models import Attempt
from app.accounts.shares import read_network
from app.errors import InvalidError, NotFoundError
from app.feedback.models import ErrorReport
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from app.siae import contact_limits, contacts
from app.siae.contacts import ContactMessage
from app.siae.models import Siae
from tests.pages import read_page
from tests.people import make_person
from tests.showcase.builders import make_siae, member_of, post

SENDER = "alice@acheteur.fr"
FIELDS = {
    "nom": "Alice Martin",
    "organisation": "Ville de Bondy",
    "adresse": SENDER,
    "objet": "achat",
    "message": "Bonjour,\n\nEntretenez-vous des parcs ?",
}


@pytest.fixture
def siae(session: Session) -> Siae:
    made = make_siae(session)
    session.commit()
    return made


def write(client: FlaskClient, siae: Siae, **fields: object) -> TestResponse:
    return post(client, f"/structures/{siae.slug}/contact", **{**FIELDS, **fields})


def letters(session: Session, key: str) -> list[Letter]:
    session.expire_all()
    return list(session.scalars(sa.select(Letter).where(Letter.key == key).order_by(Letter.id)))


def link_of(session: Session) -> str:
    found = re.search(r"http://[^/]+(/contact/\S+)", letters(session, "contact-confirm")[-1].text)
    assert found
    return found[1]


def test_nothing_leaves_before_the_sender_pressed_the_button(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    owner = member_of(session, siae, MemberRole.OWNER)
    editor = member_of(session, siae, MemberRole.EDITOR)
    member_of(session, siae, MemberRole.READER)
    blocked = make_person(session, blocked_at=clock.now())
    member_of(session, siae, MemberRole.OWNER, blocked)
    session.commit()
    answer = write(client, siae)
    assert (answer.status_code, answer.location) == (303, f"/structures/{siae.slug}/contact/envoye")
    read_page(client.get(answer.location))
    asked = letters(session, "contact-confirm")
    assert [letter.recipient for letter in asked] == [SENDER]
    assert "Alice" not in asked[0].text  # the address may be somebody else's
    assert "parcs" not in asked[0].text
    assert letters(session, "contact-relayed") == []

    link = link_of(session)
    for _ in range(3):  # a mail scanner follows links, with GET and HEAD
        page = read_page(client.get(link))
        client.head(link)
    assert "Entretenez-vous des parcs ?" in page.text
    assert letters(session, "contact-relayed") == []

    answer = post(client, link)
    assert (answer.status_code, answer.location) == (303, f"/structures/{siae.slug}")
    page = read_page(client.get(answer.location))
    assert "est transmis aux personnes qui représentent la structure" in page.text
    sent = letters(session, "contact-relayed")
    assert {letter.recipient for letter in sent} == {owner.email, editor.email}
    for letter in sent:
        assert "De\u00a0: Alice Martin" in letter.text
        assert "Entretenez-vous des parcs ?" in letter.text
        assert SENDER not in letter.text + letter.html
        assert letter.headers == {}
    for address in (owner.email, editor.email):
        assert address not in page.html
    assert client.get(link).status_code == 404
    message = session.scalars(sa.select(ContactMessage)).one()
    assert message.relayed_to == 2


def test_pressing_twice_sends_once(client: FlaskClient, session: Session, siae: Siae) -> None:
    member_of(session, siae, MemberRole.OWNER)
    session.commit()
    write(client, siae)
    link = link_of(session)
    assert post(client, link).status_code == 303
    assert post(client, link, form="/signaler").status_code == 404
    assert len(letters(session, "contact-relayed")) == 1


def test_the_senders_address_goes_with_their_consent_alone(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    member_of(session, siae, MemberRole.EDITOR)
    session.commit()
    write(client, siae, accord="oui")
    post(client, link_of(session))
    letter = letters(session, "contact-relayed")[0]
    assert letter.headers == {"Reply-To": SENDER}
    assert SENDER in letter.text


def test_where_nobody_joined_the_team_has_it_and_the_sender_knows(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    member_of(session, siae, MemberRole.READER)
    session.commit()
    page = read_page(client.get(f"/structures/{siae.slug}/contact"))
    assert "Personne de cette structure n’a encore rejoint le portail" in page.text
    write(client, siae)
    link = link_of(session)
    assert "Rien ne garantit" in read_page(client.get(link)).text
    answer = post(client, link)
    assert "équipe du portail. Rien ne garantit" in read_page(client.get(answer.location)).text
    report = session.scalars(sa.select(ErrorReport)).one()
    assert (report.path, report.contact) == (f"/structures/{siae.slug}", SENDER)
    assert "Entretenez-vous des parcs ?" in report.message
    assert letters(session, "contact-relayed") == []


@pytest.mark.parametrize(
    "typed",
    [
        {"adresse": "alice@acheteur.fr\r\nBcc: tous@exemple.fr"},
        {"adresse": "alice@acheteur.fr, bob@acheteur.fr"},
        {"adresse": "alice"},
        {"adresse": ""},
        {"nom": ""},
        {"nom": "\u202e\u200b"},
        {"objet": "achat\r\nBcc: tous@exemple.fr"},
        {"objet": ""},
        {"message": "  "},
        {"message": "x" * 3_001},
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: FlaskClient, session: Session, siae: Siae, typed: dict[str, str]
) -> None:
    answer = write(client, siae, **typed)
    assert answer.status_code == 422
    page = read_page(answer)
    assert f'id="{next(iter(typed))}-erreur"' in page.html
    assert session.scalars(sa.select(ContactMessage)).all() == []
    assert letters(session, "contact-confirm") == []


def test_nothing_typed_becomes_a_header_or_formatting(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    member_of(session, siae, MemberRole.EDITOR)
    session.commit()
    write(
        client,
        siae,
        accord="oui",
        nom="Alice\r\nBcc: tous@exemple.fr",
        organisation="[cliquez](https://piege.example)",
        message="# Titre\n\n[ici](https://piege.example)\u2028<img src=x>\n</code><b>gras</b>",
    )
    post(client, link_of(session))
    letter = letters(session, "contact-relayed")[0]
    assert "\n" not in letter.subject
    assert "tous@" not in letter.subject
    assert letter.headers == {"Reply-To": SENDER}
    for element in ('piege.example"', "<img", "<b>", "<h1>Titre"):
        assert element not in letter.html


def test_a_machine_is_thanked_and_ignored(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    assert write(client, siae, website="https://x.example").status_code == 303
    assert session.scalars(sa.select(ContactMessage)).all() == []
    assert letters(session, "contact-confirm") == []


def test_an_address_cannot_be_flooded(client: FlaskClient, session: Session, siae: Siae) -> None:
    statuses = [write(client, siae).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 422]
    assert len(letters(session, "contact-confirm")) == 3


def test_a_network_and_a_structure_have_their_share(session: Session, siae: Siae) -> None:
    now, count = clock.now(), contact_limits.count_try
    for n in range(10):
        count(session, siae.id, f"a{n}@exemple.fr", "192.0.2.1", now)
    with pytest.raises(InvalidError):
        count(session, siae.id + 1, "b@exemple.fr", "192.0.2.1", now)
    for n in range(10):
        count(session, siae.id, f"c{n}@exemple.fr", f"192.0.3.{n}", now)
    with pytest.raises(InvalidError):
        count(session, siae.id, "d@exemple.fr", "192.0.4.1", now)
    count(session, siae.id, "d@exemple.fr", "192.0.4.1", now + timedelta(days=1, minutes=1))
    contact_limits.forget_tries(session, now + timedelta(days=3))
    assert session.scalars(sa.select(Attempt)).all() == []


def test_a_network_is_counted_whole() -> None:
    assert read_network("2001:db8:1:2:3:4:5:6") == read_network("2001:db8:1:2::1")
    assert read_network("2001:db8:1:2::1") != read_network("2001:db8:1:3::1")
    assert read_network("n’importe") == "inconnu"


def test_a_link_that_is_no_more_opens_nothing(
    client: FlaskClient, session: Session, siae: Siae
) -> None:
    write(client, siae)
    link = link_of(session)
    secret = link.rpartition("/")[2]
    later = clock.now() + timedelta(hours=49)
    with pytest.raises(NotFoundError):
        contacts.relay(session, secret, "https://exemple.fr", later)
    assert client.get("/contact/invente").status_code == 404
    assert client.post(link).status_code == 400  # without a token
    session.execute(sa.delete(ContactMessage))
    session.commit()
    assert client.get(link).status_code == 404


def test_messages_are_forgotten(client: FlaskClient, session: Session, siae: Siae) -> None:
    write(client, siae)
    write(client, siae, adresse="bob@acheteur.fr")
    post(client, link_of(session))
    now = clock.now()
    assert contacts.purge(session, now + timedelta(days=6)) == 0
    assert contacts.purge(session, now + timedelta(days=8)) == 1
    assert contacts.purge(session, now + timedelta(days=364)) == 0
    assert contacts.purge(session, now + timedelta(days=366)) == 1


def test_the_jobs_and_commands_run(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "0 message effacé" in runner.invoke(args=["showcase", "purge-messages"]).output
    assert "0 fichier effacé" in runner.invoke(args=["showcase", "purge-photos"]).output


def test_no_structure_no_form(client: FlaskClient) -> None:
    assert client.get("/structures/inconnue/contact").status_code == 404

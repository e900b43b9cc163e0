"""The messages of visitors, read again by the members who received them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.mail.models import Letter, LetterState
from app.organisations.roles import MemberRole
from app.siae import contacts
from app.siae.models import Siae
from tests.pages import Page, read_page
from tests.people import browser_of, make_organisation
from tests.showcase.builders import SENDER, keeper_of, make_siae, member_of, relay

RELAYED = Letter.key == "contact-relayed"


def path_of(siae: Siae) -> str:
    return f"/espace/organisations/{siae.organisation_id}/messages"


def see(client: FlaskClient, path: str) -> Page:
    given = client.get(path)
    assert given.status_code == 200
    return read_page(given)


def set_states(session: Session, *states: LetterState) -> None:
    """Give these states to the letters, in their order."""
    for letter, state in zip(
        session.scalars(sa.select(Letter).where(RELAYED).order_by(Letter.id)), states, strict=True
    ):
        letter.state = state.value
    session.commit()


def test_a_message_is_read_again_as_its_letter_told_it(app: Flask, session: Session) -> None:
    siae = make_siae(session)
    client = keeper_of(app, session, siae)
    relay(session, siae, clock.now(), text="Entretenez-vous\n<b>des parcs</b> ?")
    page = see(client, path_of(siae))
    assert "Acheter un bien ou une prestation" in page.text
    assert "Alice Martin, Ville de Bondy" in page.text
    assert "Pour : Atelier du Canal" in page.text.replace("\u00a0", " ")
    assert "&lt;b&gt;des parcs&lt;/b&gt;" in page.html
    assert SENDER not in page.html
    assert "n’a pas souhaité vous donner son adresse" in page.text
    assert "no-store" in client.get(path_of(siae)).headers["Cache-Control"]
    profile = f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}"
    assert path_of(siae) in see(client, profile).links


def test_the_senders_address_is_shown_where_the_letter_gave_it(
    app: Flask, session: Session
) -> None:
    siae = make_siae(session)
    client = keeper_of(app, session, siae)
    relay(session, siae, clock.now(), gives=True)
    assert f"mailto:{SENDER}" in see(client, path_of(siae)).html


def test_what_became_of_the_letters_is_said(app: Flask, session: Session) -> None:
    siae = make_siae(session)
    client = keeper_of(app, session, siae)
    member_of(session, siae, MemberRole.OWNER)
    relay(session, siae, clock.now())

    def said() -> str:
        return see(client, path_of(siae)).text.replace("\u00a0", " ")

    assert "2 courriels en attente" in said()
    assert "Transmis à 2 personnes" in said()
    set_states(session, LetterState.SENT, LetterState.FAILED)
    assert "1 courriel non remis, 1 courriel envoyé" in said()
    set_states(session, LetterState.SENT, LetterState.UNCERTAIN)
    assert "1 courriel à vérifier, 1 courriel envoyé" in said()
    set_states(session, LetterState.SENT, LetterState.SENT)
    assert "2 courriels envoyés" in said()
    session.execute(sa.delete(Letter).where(RELAYED))  # as the outbox does after 90 days
    session.commit()
    assert "État d’envoi plus gardé" in said()


def test_only_messages_that_reached_members_of_this_organisation_are_listed(
    app: Flask, session: Session
) -> None:
    now, siae = clock.now(), make_siae(session)
    relay(session, siae, now, text="Pour l’équipe seule")
    client = keeper_of(app, session, siae)
    other = make_siae(session, make_organisation(session, "Autre"), name="Autre")
    member_of(session, other, MemberRole.EDITOR)
    relay(session, other, now, text="Pour une autre")
    relay(session, siae, now - contacts.KEPT - timedelta(hours=1), text="Trop ancien")
    waiting = relay(session, siae, now, text="Pas confirmé")
    waiting.confirmed_at = None
    session.commit()
    page = see(client, path_of(siae))
    assert "Aucun message pour l’instant" in page.text
    for text in ("équipe seule", "Pour une autre", "Trop ancien", "Pas confirmé"):
        assert text not in page.text


def test_readers_who_receive_no_letter_do_not_read_them(app: Flask, session: Session) -> None:
    siae = make_siae(session)
    reader = member_of(session, siae, MemberRole.READER)
    client = browser_of(app, session, reader)
    assert client.get(path_of(siae)).status_code == 403
    profile = f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}"
    assert path_of(siae) not in see(client, profile).links


def test_a_long_list_has_pages_and_as_many_statements(
    app: Flask, session: Session, queries: Callable[[], Any]
) -> None:
    now, siae = clock.now(), make_siae(session)
    client = keeper_of(app, session, siae)
    relay(session, siae, now, text="Numéro 0.")
    with queries() as few:
        see(client, path_of(siae))
    for number in range(1, 25):
        relay(session, siae, now + timedelta(minutes=number), text=f"Numéro {number}.")
    with queries() as many:
        first = see(client, path_of(siae))
    assert len(many) == len(few)
    assert "Numéro 24." in first.text
    assert "Numéro 4." not in first.text
    assert "Numéro 4." in see(client, f"{path_of(siae)}?page=2").text
    assert "Cette page n’existe pas" in see(client, f"{path_of(siae)}?page=9").text
    for page in ("abc", "-1", "0", "99999999999999999999"):
        assert client.get(f"{path_of(siae)}?page={page}").status_code == 200

"""Letters through a real mail server: taken, refused, tried again, never twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.mail import pauses, sending
from app.mail.message import read_sender
from app.mail.models import Letter, LetterState
from app.mail.sending import LEASE, RETRIES, Round, Worker, claim, recover
from app.mail.smtp import UnreachableError, connect
from tests.mail.conftest import SECRET, Running

pytestmark = pytest.mark.enable_socket
SENDER = read_sender("Maillage <portail@exemple.fr>")
Leave = Callable[..., Letter]


@pytest.fixture
def send(session: Session, running: Running) -> Callable[..., Round]:
    """One round, at that instant."""

    def run(now: datetime) -> Round:
        with connect(running.server) as post:
            return Worker(session, post, SENDER, lambda: now).run()

    return run


def state_of(session: Session, letter: Letter) -> LetterState:
    session.refresh(letter)
    return letter.letter_state


def test_a_letter_arrives_as_the_rfcs_ask(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    token = "x" * 120
    url = f"<https://portail.exemple.fr/alertes/arreter/{token}>"
    headers = {"List-Unsubscribe": url, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = leave("nom@exemple.fr", now=now, key=SECRET, headers=headers)
    number = letter.message_id
    assert send(now).summary == "Courriers\u00a0: 1 envoyé"
    raw = running.box.taken[0].content
    assert isinstance(raw, bytes)
    assert f"List-Unsubscribe: {url}\r\n".encode() in raw
    message = running.box.message()
    assert running.box.taken[0].mail_from == "portail@exemple.fr"
    assert (message["From"], message["To"]) == ("Maillage <portail@exemple.fr>", "nom@exemple.fr")
    assert message["Subject"] == "Vous administrez le portail Maillage"
    assert message["Message-ID"] == number
    assert message["Date"].datetime == now
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "https://portail.exemple.fr/x" in text.get_content()
    assert '<html lang="fr">' in html.get_content()


def test_a_letter_is_sent_once_and_its_secret_is_erased(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letter, kept = leave(now=now, key=SECRET), leave("b@exemple.fr", now=now)
    send(now)
    send(now + timedelta(days=1))
    assert running.box.recipients == ["a@exemple.fr", "b@exemple.fr"]
    assert state_of(session, letter) is LetterState.SENT
    assert state_of(session, kept) is LetterState.SENT
    assert "essai" in kept.text
    assert (letter.text, letter.html, letter.headers) == ("", "", {})
    assert not letter.may_be_sent_again


def test_a_refusal_that_may_pass_is_tried_again_at_the_published_delays(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letter = leave(now=now)
    running.box.rcpt["a@exemple.fr"] = "451 4.7.1 Revenez plus tard"
    for tries, delay in enumerate(RETRIES, start=1):
        send(now)
        assert state_of(session, letter) is LetterState.WAITING
        assert (letter.tries, letter.due_at) == (tries, now + delay)
        assert "Revenez plus tard" in letter.error
        send(now + delay - timedelta(seconds=1))
        assert state_of(session, letter) is LetterState.WAITING
        now += delay
    send(now)
    assert state_of(session, letter) is LetterState.FAILED
    assert len(running.box.tried) == len(RETRIES) + 1
    assert pauses.find(session, "a@exemple.fr") is None


@pytest.mark.parametrize(
    ("answer", "paused"),
    [
        ("550 5.1.1 Boîte inconnue", True),
        ("550 no such user", True),
        ("550 5.2.1 Boîte fermée", True),
        ("550 5.7.1 Relais refusé", False),
        ("552 5.2.2 Boîte pleine", False),
    ],
)
def test_a_mailbox_that_is_gone_is_paused_and_a_policy_is_not_a_mailbox(
    send: Any,
    running: Running,
    leave: Leave,
    session: Session,
    now: datetime,
    answer: str,
    paused: bool,
) -> None:
    letter = leave(now=now)
    running.box.rcpt["a@exemple.fr"] = answer
    assert send(now).failed == 1
    assert state_of(session, letter) is LetterState.FAILED
    assert answer[:3] in letter.error
    assert (pauses.find(session, "A@exemple.FR") is not None) is paused


def test_a_letter_that_the_server_finds_bad_pauses_nobody(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letter = leave(now=now)
    running.box.data["a@exemple.fr"] = "550 Contenu refusé"
    send(now)
    assert state_of(session, letter) is LetterState.FAILED
    assert pauses.find(session, "a@exemple.fr") is None


def test_what_is_left_for_a_paused_address_is_kept_with_the_reason(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    waiting = leave(now=now)
    pauses.pause(session, "A@exemple.fr", "550 5.1.1 inconnue", now)
    later = leave(now=now)
    send(now)
    for letter in (waiting, later):
        assert state_of(session, letter) is LetterState.FAILED
        assert letter.error.startswith("Adresse en pause depuis le 23\u00a0novembre\u00a02026")
        assert letter.error.endswith("550 5.1.1 inconnue")
        assert letter.may_be_sent_again
    assert running.box.tried == []
    assert pauses.resume(session, "a@exemple.fr")
    assert leave(now=now).letter_state is LetterState.WAITING


def test_an_essential_letter_leaves_all_the_same_and_ends_the_pause(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    pauses.pause(session, "a@exemple.fr", "550 5.1.1 inconnue", now)
    leave(now=now, key=SECRET)
    assert send(now).sent == 1
    assert pauses.find(session, "a@exemple.fr") is None


def test_one_bad_address_does_not_stop_the_others(
    send: Any, running: Running, leave: Leave, now: datetime
) -> None:
    for name in "abc":
        leave(f"{name}@exemple.fr", now=now)
    running.box.rcpt["b@exemple.fr"] = "550 5.1.1 inconnue"
    assert send(now).summary == "Courriers\u00a0: 2 envoyés, 1 en échec"
    assert running.box.recipients == ["a@exemple.fr", "c@exemple.fr"]


def test_an_exchange_that_breaks_while_the_server_takes_it_is_uncertain(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letter = leave(now=now)
    running.box.data["a@exemple.fr"] = "drop"
    assert send(now).uncertain == 1
    assert state_of(session, letter) is LetterState.UNCERTAIN
    send(now + timedelta(days=1))
    assert state_of(session, letter) is LetterState.UNCERTAIN, "nobody sends it again but a person"


def test_a_server_that_leaves_ends_the_round(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letters = [leave(f"{name}@exemple.fr", now=now) for name in "ab"]
    running.box.rcpt["a@exemple.fr"] = "421 4.3.2 Fermeture"
    done = send(now)
    assert (done.postponed, done.stopped) == (1, "421 4.3.2 Fermeture")
    assert [state_of(session, letter) for letter in letters] == [LetterState.WAITING] * 2
    assert letters[1].tries == 0


def test_what_waited_a_week_is_not_sent(
    send: Any, running: Running, leave: Leave, session: Session, now: datetime
) -> None:
    letter = leave(now=now - timedelta(days=8))
    send(now)
    assert state_of(session, letter) is LetterState.FAILED
    assert letter.error == sending.TOO_LATE


def test_a_claim_is_won_once(session: Session, leave: Leave, now: datetime) -> None:
    number = leave(now=now).id
    assert claim(session, number, now) is not None
    assert claim(session, number, now) is None


def test_a_worker_whose_claim_was_given_to_another_does_not_hand_the_letter_over(
    session: Session, running: Running, leave: Leave, now: datetime
) -> None:
    number = leave(now=now).id
    with connect(running.server) as post:
        slow = Worker(session, post, SENDER, lambda: now)
        letter = claim(session, number, now)
        assert letter is not None
        tries = letter.tries
        recover(session, now + LEASE + timedelta(seconds=1))
        again = claim(session, number, now + LEASE + timedelta(seconds=2))
        assert again is not None
        stale = Letter(id=number, recipient="a@exemple.fr", tries=tries, claimed_at=now)
        with pytest.raises(UnreachableError, match="repris"):
            sending.Claim(session, stale).begin(slow.now())
    assert running.box.taken == []


def test_the_command_sends_and_says_it(
    app: Flask, session: Session, running: Running, leave: Leave
) -> None:
    run = app.test_cli_runner().invoke
    leave("x@exemple.fr")
    waiting = run(args=["mail", "send"])
    assert waiting.output == "Aucun serveur de courrier\u00a0: 1 en attente à /admin/courriers\n"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=running.url)
    assert run(args=["mail", "send"]).output == "Courriers\u00a0: 1 envoyé\n"
    assert run(args=["mail", "send"]).output == "Aucun courrier à envoyer\n"
    assert running.box.recipients == ["x@exemple.fr"]

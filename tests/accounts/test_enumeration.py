"""No page tells which accounts exist, or in what state they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.accounts import passwords
from app.mail.models import Letter
from tests.accounts.visits import (
    EMAIL,
    GOOD,
    OTHER,
    letters,
    make_known,
    person_of,
    send,
    sign_in,
    sign_up,
)

UNKNOWN = "inconnu@exemple.fr"


def said(answer: TestResponse, email: str) -> tuple[int, str | None, str]:
    """What an answer tells, but the token of the visitor and what they typed."""
    text = answer.get_data(as_text=True).replace(email, "…")
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", text)
    return answer.status_code, answer.location, text


def test_signing_up_says_the_same_to_everybody(app: Flask, session: Session) -> None:
    make_known(session)
    known = said(sign_up(app.test_client()), EMAIL)
    unknown = said(sign_up(app.test_client(), UNKNOWN), UNKNOWN)
    assert known == unknown
    assert letters(session) == ["account-exists"]
    assert letters(session, UNKNOWN) == ["account-confirm"]
    text = session.query(Letter.text).filter(Letter.recipient == EMAIL).scalar()
    assert "/connexion" in text
    assert "/mot-de-passe-oublie" in text


def test_signing_up_changes_nothing_of_an_account(app: Flask, session: Session) -> None:
    before = make_known(session, name="Camille").password_hash
    sign_up(app.test_client(), password=OTHER, name="Un Autre")
    person = person_of(session)
    assert person is not None
    assert (person.name, person.password_hash) == ("Camille", before)


@pytest.mark.parametrize(
    "state", ["unknown", "wrong", "unconfirmed", "blocked", "by-oidc-only", "unconfirmed-right"]
)
def test_signing_in_refuses_with_the_same_words(app: Flask, session: Session, state: str) -> None:
    values: dict[str, dict[str, object]] = {
        "unconfirmed": {"confirmed_at": None},
        "unconfirmed-right": {"confirmed_at": None},
        "blocked": {"blocked_at": clock.now()},
        "by-oidc-only": {"password_hash": ""},
    }
    if state != "unknown":
        make_known(session, **values.get(state, {}))
    right = state in {"unconfirmed-right", "blocked", "by-oidc-only"}
    answer = sign_in(app.test_client(), EMAIL, GOOD if right else OTHER)
    assert said(answer, EMAIL) == said(sign_in(app.test_client(), UNKNOWN, OTHER), UNKNOWN)
    assert answer.status_code == 422
    assert letters(session) == (["account-confirm"] if state == "unconfirmed-right" else [])


@pytest.mark.parametrize("page", ["/mot-de-passe-oublie", "/inscription/renvoyer"])
@pytest.mark.parametrize("state", ["confirmed", "unconfirmed", "blocked"])
def test_asking_for_a_letter_says_the_same(
    app: Flask, session: Session, page: str, state: str
) -> None:
    now = clock.now()
    values = {"unconfirmed": {"confirmed_at": None}, "blocked": {"blocked_at": now}}
    make_known(session, **values.get(state, {}))
    answers = [
        said(send(app.test_client(), page, {"email": email}), email) for email in (EMAIL, UNKNOWN)
    ]
    assert answers[0] == answers[1]
    assert letters(session, UNKNOWN) == []
    assert len(letters(session)) == (
        state != "blocked" and (page == "/mot-de-passe-oublie" or state == "unconfirmed")
    )


def test_the_work_is_the_same_for_an_unknown_address(
    app: Flask, session: Session, queries: Callable[[], Any]
) -> None:
    fresh = passwords.hash_password(OTHER)
    assert fresh.split("$")[:4] == passwords.NOBODY.split("$")[:4]
    make_known(session)
    counts = []
    for email in (EMAIL, UNKNOWN):
        client = app.test_client()
        with queries() as sent:
            sign_in(client, email, OTHER)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_throttle_slows_known_and_unknown_alike(app: Flask, session: Session) -> None:
    make_known(session)
    for email in (EMAIL, UNKNOWN):
        statuses = [sign_in(app.test_client(), email, OTHER).status_code for _ in range(6)]
        assert statuses == [422] * 5 + [429]


def test_letters_are_few_and_the_page_does_not_tell(app: Flask, session: Session) -> None:
    make_known(session)
    for _ in range(6):
        answer = send(app.test_client(), "/mot-de-passe-oublie", {"email": EMAIL})
        assert answer.location == "/mot-de-passe-oublie/messagerie"
    assert letters(session) == ["password-reset"] * 3

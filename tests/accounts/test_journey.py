"""From signing up to signing out, by the pages alone."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.accounts.visits import (
    EMAIL,
    GOOD,
    code_at,
    is_signed_in,
    letters,
    path_in_letter,
    person_of,
    press,
    send,
    sign_in,
    sign_up,
)
from tests.pages import read_page

TOTP = "/espace/compte/double-authentification"


def test_a_person_signs_up_confirms_signs_in_with_a_code_and_leaves(
    client: FlaskClient, session: Session
) -> None:
    answer = sign_up(client)
    assert (answer.status_code, answer.location) == (303, "/inscription/messagerie")
    assert "Regardez votre messagerie" in read_page(client.get(answer.location)).text
    assert letters(session) == ["account-confirm"]
    link = path_in_letter(session, "account-confirm")
    assert EMAIL in read_page(client.get(link)).text
    assert person_of(session).confirmed_at is None  # type: ignore[union-attr]

    answer = send(client, link, {"password": GOOD})
    assert (answer.status_code, answer.location) == (303, "/espace")
    assert is_signed_in(client)
    assert client.get(link).status_code == 404

    press(client, TOTP, TOTP)
    page = read_page(client.get(TOTP))
    seed = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page.text)
    assert seed is not None
    seed_typed = seed[0].replace(" ", "")
    answer = send(client, TOTP, {"code": code_at(seed=seed_typed)}, f"{TOTP}/activer")
    codes = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", read_page(answer).text)
    assert len(set(codes)) == 10
    assert answer.headers["Cache-Control"] == "no-store"

    press(client, "/espace/compte", "/deconnexion")
    assert not is_signed_in(client)

    answer = sign_in(client, address="/connexion?suite=/espace/compte/nom")
    assert answer.location == "/connexion/code"
    assert not is_signed_in(client)
    answer = send(client, "/connexion/code", {"code": codes[3].upper()})
    assert answer.location == "/espace/compte/nom"
    assert is_signed_in(client)
    assert letters(session) == ["account-confirm", "totp-on", "recovery-used"]
    text = " ".join(read_page(client.get("/espace/compte")).text.split())
    assert "9 codes de secours" in text

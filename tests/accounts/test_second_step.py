from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts import entrance, sealing, totp
from app.accounts.models import OneTimeToken, Person, RecoveryCode
from app.accounts.roles import PortalRole
from app.errors import InvalidError
from tests.accounts.visits import (
    GOOD,
    OTHER,
    SEED,
    code_at,
    give_totp,
    is_signed_in,
    letters,
    make_known,
    path_in_letter,
    person_of,
    press,
    send,
    sign_in,
)
from tests.pages import read_page
from tests.people import browser_of

KEY = "a secret of tests only, long enough to sign"
TOTP = "/espace/compte/double-authentification"
CODE = "/connexion/code"
STEP = timedelta(seconds=30)


@pytest.fixture
def person(session: Session) -> Person:
    made = make_known(session)
    give_totp(session, made)
    return made


def test_a_code_serves_once_around_its_time(
    session: Session, person: Person, now: datetime
) -> None:
    assert totp.use_step(session, person, code_at(now), KEY, now)
    assert not totp.use_step(session, person, code_at(now), KEY, now)
    assert not totp.use_step(session, person, code_at(now - STEP), KEY, now)
    assert totp.use_step(session, person, code_at(now + STEP), KEY, now)
    assert not totp.use_step(session, person, code_at(now + STEP * 4), KEY, now + STEP)
    later = now + timedelta(hours=1)
    spaced = " ".join((code_at(later)[:3], code_at(later)[3:]))
    totp.prove(session, person, spaced, KEY, later)


@pytest.mark.parametrize("typed", ["", "000000", "12345", "١٢٣٤٥٦", "abcdef", "x" * 40, "-"])
def test_what_is_no_code_opens_nothing(
    session: Session, person: Person, now: datetime, typed: str
) -> None:
    with pytest.raises(InvalidError):
        totp.prove(session, person, typed, KEY, now)


def test_a_person_without_a_key_has_no_code(session: Session, now: datetime) -> None:
    bare = make_known(session, "b@exemple.fr", totp_since=now)
    with pytest.raises(InvalidError):
        totp.prove(session, bare, "123456", KEY, now)


def test_a_recovery_code_serves_once_and_to_its_owner(
    session: Session, person: Person, now: datetime
) -> None:
    other = make_known(session, "b@exemple.fr")
    theirs = give_totp(session, other)
    mine = totp.draw_codes(session, person, KEY)
    totp.prove(session, person, mine[0].replace("-", " ").upper(), KEY, now)
    for typed in (mine[0], theirs[0]):
        with pytest.raises(InvalidError):
            totp.prove(session, person, typed, KEY, now)
    assert totp.left(session, person.id) == 9
    kept = session.scalars(sa.select(RecoveryCode.digest)).all()
    assert not [code for code in mine if code.replace("-", "") in "".join(kept)]


def test_the_key_is_sealed_and_opens_with_the_portals_secret_alone(
    session: Session, person: Person
) -> None:
    assert SEED not in person.totp_secret
    assert totp.secret_of(person, KEY) == SEED
    with pytest.raises(InvalidError):
        sealing.unseal("another secret", person.totp_secret)


def test_half_signed_in_opens_nothing(app: Flask, session: Session, person: Person) -> None:
    client = app.test_client()
    assert sign_in(client).location == CODE
    assert client.get("/espace/compte").status_code == 302
    assert read_page(client.get(CODE)).title.startswith("Deuxième étape")
    assert send(client, CODE, {"code": "000000"}).status_code == 422
    assert not is_signed_in(client)
    code = code_at()
    assert send(client, CODE, {"code": code}).location == "/espace"
    assert is_signed_in(client)
    thief = app.test_client()
    sign_in(thief)
    assert send(thief, CODE, {"code": code}).status_code == 422  # read over a shoulder


def test_half_signed_in_ends_with_time_and_with_the_password(
    app: Flask, session: Session, person: Person
) -> None:
    thief, owner = app.test_client(), browser_of(app, session, person)
    sign_in(thief)
    typed = {"password": GOOD, "new": OTHER}
    assert send(owner, "/espace/compte/mot-de-passe", typed).status_code == 303
    assert thief.get(CODE).location == "/connexion"
    sign_in(thief, password=OTHER)
    session.execute(sa.update(OneTimeToken).values(expires_at=clock.now() - STEP))
    session.commit()
    assert thief.get(CODE).location == "/connexion"


@pytest.mark.parametrize("path", [CODE])
def test_nobody_comes_to_the_second_step_first(client: FlaskClient, path: str) -> None:
    assert client.get(path).location == "/connexion"


def test_guesses_at_the_code_are_slowed_down_even_from_the_first_step(
    app: Flask, session: Session, person: Person
) -> None:
    client = app.test_client()
    sign_in(client)
    for _ in range(5):
        assert send(client, CODE, {"code": "000000"}).status_code == 422
    sign_in(client)
    answer = send(client, CODE, {"code": code_at()})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert "réessayez dans" in read_page(answer).text
    assert send(client, CODE, {"code": "000000"}).status_code == 429
    assert letters(session) == ["second-step-tried"]


def test_the_team_sets_its_second_step_up_before_anything_and_keeps_it(
    app: Flask, session: Session
) -> None:
    admin = make_known(session, role=PortalRole.ADMIN, totp_since=None)
    client = browser_of(app, session, admin)
    for path in ("/espace/compte", "/espace/compte/nom", f"{TOTP}/codes"):
        assert client.get(path).location == TOTP
    assert "obligatoire" in read_page(client.get(TOTP)).text
    press(client, TOTP, TOTP)
    seed = totp.secret_of(person_of(session), current_app.config["SECRET_KEY"])  # type: ignore[arg-type]
    wrong = send(client, TOTP, {"code": "000000"}, f"{TOTP}/activer")
    assert wrong.status_code == 422
    assert send(client, TOTP, {"code": code_at(seed=seed)}, f"{TOTP}/activer").status_code == 200
    assert client.get("/espace/compte").status_code == 200
    answer = send(client, f"{TOTP}/retirer", {"password": GOOD})
    assert answer.status_code == 403
    assert person_of(session).has_totp  # type: ignore[union-attr]


def test_activating_ends_the_sessions_without_it(app: Flask, session: Session) -> None:
    made = make_known(session)
    here, elsewhere = (browser_of(app, session, made) for _ in range(2))
    press(here, TOTP, TOTP)
    seed = totp.secret_of(person_of(session), KEY)  # type: ignore[arg-type]
    send(here, TOTP, {"code": code_at(seed=seed)}, f"{TOTP}/activer")
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert seed not in here.get(TOTP).get_data(as_text=True).replace(" ", "")


def test_the_password_is_asked_to_remove_it_or_to_draw_codes(
    app: Flask, session: Session, person: Person
) -> None:
    client = browser_of(app, session, person)
    for path in (f"{TOTP}/codes", f"{TOTP}/retirer"):
        assert send(client, path, {"password": OTHER}).status_code == 422
    assert totp.left(session, person.id) == 10
    page = read_page(send(client, f"{TOTP}/codes", {"password": GOOD}))
    assert "data:text/plain" in page.html
    assert send(client, f"{TOTP}/retirer", {"password": GOOD}).location == TOTP
    assert letters(session) == ["totp-off"]
    assert entrance.find_by_password(session, person.email, GOOD) is not None
    assert not person_of(session).has_totp  # type: ignore[union-attr]


def test_a_reset_by_letter_keeps_the_second_step(
    app: Flask, session: Session, person: Person
) -> None:
    opened, thief = browser_of(app, session, person), app.test_client()
    send(thief, "/mot-de-passe-oublie", {"email": person.email})
    link = path_in_letter(session, "password-reset")
    assert send(thief, link, {"password": OTHER}).location == CODE
    assert not is_signed_in(thief)
    assert not is_signed_in(opened)
    assert send(thief, CODE, {"code": code_at()}).location == "/espace"

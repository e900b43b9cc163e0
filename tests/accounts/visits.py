"""What a person does with a browser: sign up, open a letter, sign in, give a code."""

from __future__ import annotations

import re
from datetime import datetime

import pyotp
import sqlalchemy as sa
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.accounts import passwords, totp
from app.accounts.models import Person
from app.accounts.queries import by_email
from app.accounts.sealing import seal
from app.mail.models import Letter
from tests.http.forms import read_form
from tests.people import make_person

GOOD = "Cerisier-Bleu_47/quai"
OTHER = "Tournesol+Vert_83/pont"
EMAIL = "camille@exemple.fr"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def send(
    client: FlaskClient, address: str, changes: dict[str, str], action: str = "", **kwargs: object
) -> TestResponse:
    """Fill in the form of a page and send it."""
    fields = read_form(client, address, action)
    for name, value in changes.items():
        fields.setlist(name, [value])
    return client.post(action or address.partition("?")[0], data=fields, **kwargs)


def press(client: FlaskClient, page: str, action: str) -> TestResponse:
    """Press the button of a form that has nothing to fill in."""
    return send(client, page, {}, action)


def sign_up(client: FlaskClient, email: str = EMAIL, **changes: str) -> TestResponse:
    values = {"email": email, "name": "Camille Martin", "purpose": "siae", "password": GOOD}
    return send(client, "/inscription", {**values, **changes})


def sign_in(
    client: FlaskClient, email: str = EMAIL, password: str = GOOD, address: str = "/connexion"
) -> TestResponse:
    return send(client, address, {"email": email, "password": password})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/espace/compte").status_code == 200


def letters(session: Session, email: str = EMAIL) -> list[str]:
    """The keys of the letters to an address, the first first."""
    select = sa.select(Letter.key).where(Letter.recipient == email).order_by(Letter.id)
    return list(session.scalars(select))


def path_in_letter(session: Session, key: str, email: str = EMAIL) -> str:
    """The path of the last link of the last letter of that key."""
    select = sa.select(Letter.text).where(Letter.recipient == email, Letter.key == key)
    text = session.scalars(select.order_by(Letter.id.desc())).first()
    assert text is not None, (key, letters(session, email))
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)[-1]


def person_of(session: Session, email: str = EMAIL) -> Person | None:
    session.expire_all()
    return session.scalars(by_email(email)).one_or_none()


def make_known(session: Session, email: str = EMAIL, **values: object) -> Person:
    """A person who has a password, committed."""
    values.setdefault("password_hash", passwords.hash_password(GOOD))
    person = make_person(session, email, **values)  # type: ignore[arg-type]
    session.commit()
    return person


def give_totp(session: Session, person: Person) -> list[str]:
    """A second step for that person, whose key is `SEED`; its recovery codes; commits."""
    key = str(current_app.config["SECRET_KEY"])
    person.totp_secret, person.totp_since = seal(key, SEED), clock.now()
    codes = totp.draw_codes(session, person, key)
    session.commit()
    return codes


def code_at(moment: datetime | None = None, seed: str = SEED) -> str:
    """What the authenticator shows at that moment."""
    return pyotp.TOTP(seed).at(moment or clock.now())

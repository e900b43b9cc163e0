"""Asking through the pages, step by step, as a person without an account does."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.mail.models import Letter
from app.partnerships import asking
from app.partnerships.models import Need

PURCHASE = "/mise-en-relation/achat-ou-prestation"
SUBJECT = {"objet": "Nettoyage de nos bureaux", "besoin": "Deux fois par semaine."}
PLACE = {"vous": "entreprise", "organisation": "Imprimerie du Canal", "territoire": "Bondy"}
CONTACT = {"nom": "Camille Martin", "adresse": "camille@imprimerie-du-canal.fr"}


class Draft:
    """A draft in a browser; `secret` is that of its link."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client, self.session = client, session
        self.secret = ""

    def begin(self, path: str = PURCHASE, **fields: object) -> TestResponse:
        """Post the first step of a new request."""
        answer = self.client.post(path, data={**SUBJECT, **fields})
        if found := re.match(r"/mes-demandes/([^/]+)/", answer.location or ""):
            self.secret = found[1]
        return answer

    def post(self, step: str, fields: dict[str, str], **more: object) -> TestResponse:
        """Post another page of the draft."""
        return self.client.post(f"{self.base}/{step}", data={**fields, **more})

    def fill(self, path: str = PURCHASE, **subject: object) -> Draft:
        """Go through the three steps, long enough ago to be a person."""
        assert self.begin(path, **subject).status_code == 303
        assert self.post("lieu", PLACE).status_code == 303
        answer = self.post("contact", CONTACT)
        assert answer.location == f"{self.base}/apercu", answer.text[:500]
        self.age()
        return self

    def age(self) -> None:
        """Make it a minute older."""
        self.need.created_at -= timedelta(minutes=1)
        self.session.commit()

    def send(self) -> TestResponse:
        """Press the button of the preview."""
        return self.client.post(f"{self.base}/envoyer")

    @property
    def base(self) -> str:
        """Where its pages are."""
        return f"/mes-demandes/{self.secret}"

    @property
    def need(self) -> Need:
        """The draft as the database holds it now."""
        self.session.expire_all()
        return asking.find(self.session, self.secret)


def letters_of(session: Session, key: str) -> list[Letter]:
    """The letters of that text, in order."""
    session.expire_all()
    return list(session.scalars(sa.select(Letter).where(Letter.key == key).order_by(Letter.id)))


def confirmation_of(session: Session) -> str:
    """The address in the last letter that asks to confirm."""
    text = letters_of(session, "need-confirm")[-1].text
    found = re.search(r"http://[^/\s]+(/mes-demandes/\S+/confirmer/\S+)", text)
    assert found, text
    return found[1]

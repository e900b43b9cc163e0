"""Opening the pages of a team and sending their forms, as its people do."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.accounts.models import Person
from tests.http.forms import FormReader
from tests.pages import Page, read_page
from tests.people import browser_of


def send_file(
    client: FlaskClient, address: str, token: str, name: str, content: bytes
) -> TestResponse:
    """Send a file, the whole body in memory."""
    file = FileStorage(io.BytesIO(content), filename=name, name="fichier")
    values = {"csrf_token": token, "fichier": file}
    boundary, body = encode_multipart(values)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


class Visitor:
    """A person signed in; sends forms with the token of the page."""

    def __init__(self, app: Flask, session: Session, person: Person) -> None:
        self.client: FlaskClient = browser_of(app, session, person)
        self.token = ""

    def open(self, address: str, status: int = 200) -> Page:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.get_data(as_text=True)[:500]
        return read_page(answer)

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, **values: Any) -> TestResponse:
        """Send a form with a token drawn from a page that anybody signed in may open."""
        data = {name: str(value) for name, value in values.items()}
        return self.client.post(address, data={"csrf_token": self.read_token(), **data})

    def upload(self, address: str, name: str, content: bytes) -> TestResponse:
        return send_file(self.client, address, self.read_token(), name, content)

    def read_token(self) -> str:
        g.pop("csrf_token", None)
        reader = FormReader("/deconnexion")
        reader.feed(self.client.get("/espace/consultations?", follow_redirects=True).text)
        return reader.fields["csrf_token"]

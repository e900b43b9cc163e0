"""A structure, those who keep it, and the forms they post."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app import clock
from app.accounts import tokens
from app.accounts.models import Person
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae import contacts
from app.siae.contacts import ContactMessage
from app.siae.models import Activity, Siae
from tests.people import browser_of, make_member, make_organisation

SENDER = "alice@acheteur.fr"
SITE = "https://portail.example"


def make_siae(session: Session, organisation: Organisation | None = None, **values: object) -> Siae:
    """A structure of Bondy that works in one sector; `values` are its columns."""
    organisation = organisation or make_organisation(session)
    now = clock.now()
    columns: dict[str, object] = {
        "kind": SiaeKind.ACI,
        "slug": f"atelier-{organisation.id}",
        "name": "Atelier du Canal",
        "sort_name": "atelier du canal",
        "address": "1 rue du Canal",
        "postal_code": "93140",
        "city": "Bondy",
        "commune_code": "93010",
        "department_code": "93",
        "latitude": 48.902,
        "longitude": 2.482,
        "created_at": now,
        "updated_at": now,
        **values,
    }
    made = Siae(organisation_id=organisation.id, **columns)
    made.organisation = organisation
    session.add(made)
    session.flush()
    return made


def add_activity(session: Session, siae: Siae, sector: str, **values: object) -> Activity:
    """One activity of a structure."""
    made = Activity(siae_id=siae.id, sector=sector, **values)
    session.add(made)
    session.flush()
    return made


def relay(
    session: Session, siae: Siae, now: datetime, *, text: str = "Bonjour", gives: bool = False
) -> ContactMessage:
    """A message that its sender confirmed at that instant."""
    message = ContactMessage(
        siae_id=siae.id,
        name="Alice Martin",
        organisation="Ville de Bondy",
        address=SENDER,
        gives_address=gives,
        subject="achat",
        text=text,
        created_at=now,
    )
    session.add(message)
    session.flush()
    secret = tokens.issue(
        session, contacts.PURPOSE, str(message.id), lasts=contacts.LINK_LASTS, now=now
    )
    contacts.relay(session, secret, SITE, now)
    session.commit()
    return message


def keeper_of(
    app: Flask, session: Session, siae: Siae, role: MemberRole = MemberRole.EDITOR
) -> FlaskClient:
    """A browser where a member of the structure's organisation is signed in."""
    return browser_of(app, session, member_of(session, siae, role))


def member_of(
    session: Session, siae: Siae, role: MemberRole, person: Person | None = None
) -> Person:
    """A member of the structure's organisation."""
    organisation = session.get_one(Organisation, siae.organisation_id)
    return make_member(session, organisation, role, person)


def address_of(siae: Siae, page: str) -> str:
    """A private page of a structure."""
    return f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}/{page}"


def token_of(client: FlaskClient, address: str) -> str:
    """The token of the form of a page."""
    html = client.get(address).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, html[:500]
    return found[1]


def post(client: FlaskClient, address: str, *, form: str = "", **fields: object) -> TestResponse:
    """Post a form with the token of its page, which is `form`, or the same address."""
    return send(client, address, csrf_token=token_of(client, form or address), **fields)


def send(client: FlaskClient, address: str, **fields: object) -> TestResponse:
    """Post a form as it is; encoded here, since the client keeps heavy bodies in open files."""
    parts = {n: FileStorage(v[0], v[1]) if isinstance(v, tuple) else v for n, v in fields.items()}
    boundary, body = encode_multipart(parts)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def send_photo(
    client: FlaskClient, siae: Siae, content: bytes, *, name: str = "a.jpg", alt: str = "Un atelier"
) -> TestResponse:
    """Post a photo to a structure's page."""
    return post(client, address_of(siae, "photos"), photo=(BytesIO(content), name), texte=alt)

"""People, members and signed-in browsers, for the tests that need some."""

from __future__ import annotations

import itertools
from typing import Any

from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.accounts import sessions
from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole

NUMBERS = itertools.count(1)


class Browser(FlaskClient):
    """A client whose every request starts from nothing, as on a server.

    Tests hold an application context, and Flask would keep in it what it knows of a request: the
    person signed in before, for one.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request, the context emptied before."""
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)


def make_person(
    session: Session, email: str = "", *, role: PortalRole | None = None, **values: object
) -> Person:
    """A person whose address is confirmed; the portal team has its double authentication."""
    now = clock.now()
    person = Person(
        email=email or f"personne-{next(NUMBERS)}@exemple.fr",
        role=role.value if role else "",
        confirmed_at=now,
        created_at=now,
        totp_since=now if role else None,
    )
    for name, value in values.items():
        setattr(person, name, value)
    session.add(person)
    session.flush()
    return person


def make_organisation(session: Session, name: str = "Atelier du Canal") -> Organisation:
    """An organisation without a SIRET."""
    made = Organisation(name=name, created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def make_member(
    session: Session, organisation: Organisation, role: MemberRole, person: Person | None = None
) -> Person:
    """A member of an organisation in that role."""
    person = person or make_person(session)
    session.add(
        Membership(
            organisation_id=organisation.id,
            person_id=person.id,
            role=role.value,
            proof="essai",
            joined_at=clock.now(),
        )
    )
    session.flush()
    return person


def browser_of(app: Flask, session: Session, person: Person) -> FlaskClient:
    """A browser where that person is signed in; commits."""
    _, secret = sessions.begin(session, person, method="password", agent="Essai", now=clock.now())
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
        cookie["_fresh"] = True
    return client

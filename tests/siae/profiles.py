"""Structures and their members, for the tests of the profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae.models import Activity, Siae
from tests.people import browser_of, make_member, make_organisation, make_person


def make_siae(session: Session, organisation: Organisation, slug: str = "atelier") -> Siae:
    """A structure of Bobigny, as an import left it, with one inferred activity."""
    now = clock.now()
    siae = Siae(
        organisation_id=organisation.id,
        kind=SiaeKind.EI,
        slug=slug,
        name="ATELIER DU CANAL",
        sort_name="le canal",
        brand="Le Canal",
        address="1 rue du Canal",
        postal_code="93000",
        city="Bobigny",
        commune_code="93008",
        department_code="93",
        latitude=48.9,
        longitude=2.44,
        website="https://canal.example.fr",
        source="Le Marché",
        created_at=now,
        updated_at=now,
        activities=[Activity(sector="nettoyage-de-locaux", is_inferred=True, evidence="NAF")],
    )
    session.add(siae)
    session.flush()
    return siae


@dataclass
class Member:
    """A browser whose posts carry the token of its session."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def post(self, address: str, data: Mapping[str, str] | None = None) -> TestResponse:
        shown = self.client.get("/espace/structure", follow_redirects=True).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert token is not None
        return self.client.post(address, data={**(data or {}), "csrf_token": token[1]})


@dataclass
class Place:
    """A structure, the browsers of two editors and of a reader, and its address."""

    app: Flask
    session: Session
    organisation: Organisation
    siae: Siae
    editor: Member
    other: Member
    reader: Member

    @property
    def path(self) -> str:
        return f"/espace/organisations/{self.organisation.id}/structures/{self.siae.id}"

    @property
    def guess(self) -> int:
        """The number of the inferred activity."""
        return self.session.scalars(sa.select(Activity.id)).first() or 0

    def html(self, address: str = "") -> str:
        answer = self.editor.get(self.path + address)
        assert answer.status_code == 200, answer.status_code
        return answer.get_data(as_text=True)


@pytest.fixture
def place(app: Flask, session: Session) -> Place:
    organisation = make_organisation(session)
    siae = make_siae(session, organisation)
    named = [make_person(session, name=name) for name in ("Nadia", "Paul")]
    editors = [make_member(session, organisation, MemberRole.EDITOR, p) for p in named]
    reader = make_member(session, organisation, MemberRole.READER)
    first, second, third = (Member(browser_of(app, session, p)) for p in (*editors, reader))
    return Place(app, session, organisation, siae, first, second, third)

"""The people of the team, and what waits for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import PortalRole
from app.feedback import services as feedback
from app.feedback.models import ErrorReport
from app.proposals import services as proposals
from app.proposals.models import Proposal, ProposalKind
from app.proposals.services import Draft
from tests.people import browser_of, make_person


@pytest.fixture
def moderator(app: Flask, session: Session) -> FlaskClient:
    person = make_person(session, role=PortalRole.MODERATOR, name="Léa Modère")
    return browser_of(app, session, person)


@pytest.fixture
def other(app: Flask, session: Session) -> FlaskClient:
    person = make_person(session, role=PortalRole.MODERATOR, name="Paul Second")
    return browser_of(app, session, person)


@pytest.fixture
def editor(app: Flask, session: Session) -> FlaskClient:
    return browser_of(app, session, make_person(session, role=PortalRole.EDITOR))


@pytest.fixture
def admin(app: Flask, session: Session) -> FlaskClient:
    person = make_person(session, role=PortalRole.ADMIN, name="Ada Ministre")
    return browser_of(app, session, person)


@pytest.fixture
def report(session: Session) -> ErrorReport:
    made = feedback.report(
        session, "/guide/x", "Montant faux", "a@b.fr", clock.now() - timedelta(days=12)
    )
    session.commit()
    return made


@pytest.fixture
def proposal(session: Session) -> Proposal:
    payload = {
        "titre": "Forum de Bondy", "genre": "forum", "debut": "2027-03-04", "lieu": "Bondy",
        "organisateur": "Ville de Bondy", "source": "Ville", "territoire": "Bondy",
    }  # fmt: skip
    draft = Draft(
        kind=ProposalKind.EVENT, title="Forum de Bondy", payload=payload, contact="c@d.fr"
    )
    made = proposals.submit(session, draft, clock.now() - timedelta(days=3))
    session.commit()
    return made

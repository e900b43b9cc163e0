"""Two projects near one another, and who acts on them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.dossiers.models import Dossier
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import BOBIGNY
from tests.people import browser_of, make_person


@pytest.fixture
def two(session: Session) -> tuple[Person, Dossier, Person, Dossier]:
    """Two projects of the same sector, three kilometres apart, and their holders."""
    mine, theirs = make_person(session), make_person(session, name="Awa Diop")
    first = make_dossier(session, mine)
    second = make_dossier(session, theirs, title="Un pressing", territory=BOBIGNY)
    return mine, first, theirs, second


@pytest.fixture
def near(app: Flask, session: Session) -> tuple[FlaskClient, Dossier, FlaskClient, Dossier]:
    """Two projects of the same sector, and the browsers of their holders."""
    mine = make_person(session, "moi@exemple.fr", name="Awa Diop")
    theirs = make_person(session, "autre@exemple.fr", name="Zoé Martin")
    first = make_dossier(session, mine)
    second = make_dossier(session, theirs, title="Un pressing solidaire", territory=BOBIGNY)
    return browser_of(app, session, mine), first, browser_of(app, session, theirs), second


@pytest.fixture
def desk(app: Flask, session: Session) -> FlaskClient:
    return browser_of(app, session, make_person(session, name="Équipe", role=PortalRole.MODERATOR))

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.partnerships.answering import Actor
from app.partnerships.links import Links
from app.partnerships.states import Side
from tests.partnerships.exchanges import LINKS, Exchange, begin


@pytest.fixture
def exchange(session: Session, now: datetime) -> Exchange:
    """A request open since now, received by one structure with a member."""
    return begin(session, now)


@pytest.fixture
def organisation(now: datetime) -> Actor:
    return Actor(side=Side.ORGANISATION, now=now, links=LINKS)


@pytest.fixture
def asker(now: datetime) -> Actor:
    return Actor(side=Side.ASKER, now=now, links=LINKS)


@pytest.fixture
def links() -> Links:
    return LINKS


@pytest.fixture
def no_token(app: Flask) -> None:
    """Forms are accepted without their token."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def open_now(session: Session) -> Exchange:
    """A request open since now, as the pages read it; commits."""
    found = begin(session, clock.now())
    session.commit()
    return found


@pytest.fixture
def alone(session: Session) -> Exchange:
    """The same, where the organisation has no member."""
    found = begin(session, clock.now(), joined=False)
    session.commit()
    return found

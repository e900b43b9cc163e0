from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

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

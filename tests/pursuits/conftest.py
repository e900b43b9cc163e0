from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app import clock
from tests.pursuits.builders import Team, make_team, publish


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    """A team that follows a consultation as a whole, since the test's hour."""
    publish(session, now)
    made = make_team(session, now)
    session.commit()
    return made


@pytest.fixture
def today_team(session: Session) -> Team:
    """The same, followed since the true hour: for what pages do."""
    now = clock.now()
    publish(session, now)
    made = make_team(session, now)
    session.commit()
    return made

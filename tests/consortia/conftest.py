from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app import clock
from tests.consortia.builders import Circle, make_circle


@pytest.fixture
def circle(session: Session, now: datetime) -> Circle:
    """A group begun at the test's hour."""
    made = make_circle(session, now)
    session.commit()
    return made


@pytest.fixture
def today_circle(session: Session) -> Circle:
    """The same, begun at the true hour: for what pages do."""
    made = make_circle(session, clock.now())
    session.commit()
    return made

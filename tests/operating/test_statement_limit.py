"""A statement of a page that lasts too long is ended; a command's is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.factory import create_app
from config import Settings

pytestmark = pytest.mark.enable_socket


def test_a_page_has_a_limit_that_a_command_has_not(settings: Settings, postgresql: str) -> None:
    limited = replace(settings, database_url=postgresql, statement_timeout=1)
    application = create_app(limited)
    application.add_url_rule("/lent", "slow", lambda: str(db.session.execute(SLOW).scalar()))
    with application.app_context():
        db.metadata.create_all(db.engine)
        assert db.session.execute(sa.text("show statement_timeout")).scalar() == "0"
        db.session.rollback()
        answer = application.test_client().get("/lent")
        assert answer.status_code == 503
        assert "trop de temps" in answer.get_data(as_text=True)
        assert application.test_client().get("/mentions-legales").status_code == 200
        db.session.remove()
        db.engine.dispose()


SLOW = sa.text("select pg_sleep(20)")

"""Two people of the team decide on one proposal at the same moment, for real."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.extensions import db
from app.factory import create_app
from app.moderation import handlers
from app.moderation.services import accept
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind
from app.proposals.services import Draft
from config import Settings

pytestmark = pytest.mark.enable_socket


def test_one_of_two_decisions_at_once_is_done(
    database: str, settings: Settings, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []

    def keep(_session: Session, proposal: Proposal, _now: datetime) -> str:
        done.append(proposal.id)
        return "/acteurs/x"

    monkeypatch.setitem(handlers.HANDLERS, ProposalKind.ACTOR, keep)
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        draft = Draft(kind=ProposalKind.ACTOR, title="X", payload={})
        number = services.submit(db.session(), draft, now).id
        db.session.commit()
    together = Barrier(2)

    def decide() -> bool:
        with app.app_context():
            together.wait()
            try:
                accept(db.session(), number, now)
            except InvalidError:
                return False
            finally:
                db.session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(decide) for _ in range(2)]
        assert sorted(answer.result(timeout=30) for answer in answers) == [False, True]
    assert done == [number]
    with app.app_context():
        db.engine.dispose()

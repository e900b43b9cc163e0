"""Two people act on one request at the same moment, for real: it ends in one state, on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.partnerships import answering, closing, waves
from app.partnerships.answering import Actor, Reply
from app.partnerships.models import MatchMove, Need, NeedMatch
from app.partnerships.states import Closing, Decline, MatchState, Side
from config import Settings
from tests.partnerships.builders import make_cleaner
from tests.partnerships.exchanges import LINKS, begin, letters_of

pytestmark = pytest.mark.enable_socket
Deed = Callable[[Session, Need, NeedMatch], object]


@pytest.fixture
def portal(database: str, settings: Settings, now: datetime) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        begin(db.session(), now)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *deeds: Deed) -> list[bool]:
    """Which of these were done, all begun at the same moment, each after it has read."""
    together = Barrier(len(deeds))

    def run(deed: Deed) -> bool:
        with app.app_context():
            session = db.session()
            need = session.scalars(sa.select(Need)).one()
            match = session.scalars(sa.select(NeedMatch)).first()
            assert match is not None
            together.wait()
            try:
                deed(session, need, match)
                session.commit()
            except PortalError:
                session.rollback()
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, deed) for deed in deeds]]


def by(side: Side, now: datetime) -> Actor:
    return Actor(side=side, now=now, links=LINKS)


def say(after: MatchState, now: datetime) -> Deed:
    """The answer of the organisation."""
    reason = Decline.TOO_FAR if after is MatchState.DECLINED else None
    given = Reply(after=after, reason=reason)
    return lambda session, need, match: answering.answer(
        session, need, match, given, by(Side.ORGANISATION, now)
    )


def states(app: Flask) -> tuple[str, str, list[str]]:
    """The request, its first match, and the moves of that match in order."""
    with app.app_context():
        session = db.session()
        need = session.scalars(sa.select(Need)).one()
        match = session.scalars(sa.select(NeedMatch).order_by(NeedMatch.id)).first()
        assert match is not None
        moves = session.scalars(
            sa.select(MatchMove.after).where(MatchMove.match_id == match.id).order_by(MatchMove.id)
        ).all()
        found = (need.state, match.state, list(moves))
        db.session.remove()
        return found


def test_one_of_two_answers_wins(portal: Flask, now: datetime) -> None:
    done = at_once(portal, say(MatchState.INTERESTED, now), say(MatchState.DECLINED, now))
    assert sorted(done) == [False, True]
    _, state, moves = states(portal)
    assert moves == [state]
    assert state == ("interested" if done[0] else "declined")


def test_an_agreement_and_a_change_of_mind(portal: Flask, now: datetime) -> None:
    assert at_once(portal, say(MatchState.INTERESTED, now)) == [True]

    def agree(session: Session, need: Need, match: NeedMatch) -> None:
        answering.agree(session, need, match, by(Side.ASKER, now))

    done = at_once(portal, agree, say(MatchState.DECLINED, now))
    assert sorted(done) == [False, True]
    _, state, moves = states(portal)
    assert moves == ["interested", state]
    with portal.app_context():
        letters = letters_of(db.session(), "need-agreed")
        assert len(letters) == (2 if done[0] else 0)
        db.session.remove()


def test_an_answer_and_a_closing(portal: Flask, now: datetime) -> None:
    def close(session: Session, need: Need, _match: NeedMatch) -> None:
        closing.close(session, need, Closing.WITHDRAWN, by(Side.ASKER, now))

    done = at_once(portal, say(MatchState.INTERESTED, now), close)
    assert done[1]
    need, match, moves = states(portal)
    assert (need, match) == ("closed", "closed")
    assert moves == (["interested", "closed"] if done[0] else ["closed"])


def test_two_waves_ask_nobody_twice(portal: Flask, now: datetime) -> None:
    with portal.app_context():
        for _ in range(8):
            make_cleaner(db.session())
        db.session.commit()
        db.session.remove()

    def send(session: Session, need: Need, _match: NeedMatch) -> None:
        waves.send_wave(session, need, LINKS, now, Side.TEAM)

    assert at_once(portal, send, send) == [True, True]
    with portal.app_context():
        matches = db.session.scalars(sa.select(NeedMatch)).all()
        asked = {match.organisation_id for match in matches}
        assert len(matches) == len(asked) == 9
        assert db.session.scalars(sa.select(Need.wave)).one() == 3
        db.session.remove()


@pytest.mark.parametrize("values", [{"state": "agreed"}, {"state": "agreed", "came_from": "sent"}])
def test_both_databases_refuse_a_state_out_of_the_machine(
    portal: Flask, values: dict[str, str]
) -> None:
    with portal.app_context():
        with pytest.raises(IntegrityError):
            db.session.execute(sa.update(NeedMatch).values(values))
        db.session.rollback()
        with pytest.raises(IntegrityError):
            db.session.execute(sa.update(Need).values(state="closed", came_from="draft"))
        db.session.rollback()
        db.session.remove()

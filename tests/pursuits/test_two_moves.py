"""Two members move one pursuit, or follow one consultation, at the same moment, for real."""

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

from app.accounts.models import Person
from app.extensions import db
from app.factory import create_app
from app.pursuits import services
from app.pursuits.models import Pursuit, PursuitMove
from app.pursuits.moves import ChangedMeanwhileError, Step, move
from app.pursuits.states import PursuitState, Reason
from config import Settings
from tests.pursuits.builders import make_team, publish

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def portal(database: str, settings: Settings, now: datetime) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        publish(db.session(), now)
        make_team(db.session(), now)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *acts: Callable[[Session], bool]) -> list[bool]:
    """What each act gives, all begun at the same moment, each in its own session."""
    together = Barrier(len(acts))

    def run(act: Callable[[Session], bool]) -> bool:
        with app.app_context():
            together.wait()
            try:
                return act(db.session())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


def mover(step: Step, now: datetime) -> Callable[[Session], bool]:
    def act(session: Session) -> bool:
        pursuit = session.scalars(sa.select(Pursuit)).one()
        person = session.scalars(sa.select(Person)).first()
        assert person is not None
        try:
            move(session, pursuit, step, version=1, person=person, now=now)
            session.commit()
        except ChangedMeanwhileError:
            session.rollback()
            return False
        return True

    return act


def test_one_of_two_moves_at_once_is_done(portal: Flask, now: datetime) -> None:
    steps = (
        Step(after=PursuitState.GO),
        Step(after=PursuitState.NO_GO, reason=Reason.TOO_FAR),
    )
    assert sorted(at_once(portal, *(mover(step, now) for step in steps))) == [False, True]
    with portal.app_context():
        pursuit = db.session.scalars(sa.select(Pursuit)).one()
        kept = db.session.scalars(sa.select(PursuitMove)).one()
        assert (pursuit.state, pursuit.version) == (kept.after, 2)
        db.session.remove()


def test_two_who_follow_at_once_follow_the_same(portal: Flask, now: datetime) -> None:
    def follow(session: Session) -> bool:
        person = session.scalars(sa.select(Person)).first()
        number = session.scalars(sa.select(Pursuit.organisation_id)).first()
        assert person is not None
        assert number is not None
        session.rollback()
        _, is_new = services.follow(session, number, "26-1", "2", person, now)
        session.commit()
        return is_new

    assert sorted(at_once(portal, follow, follow)) == [False, True]
    with portal.app_context():
        assert len(db.session.scalars(sa.select(Pursuit)).all()) == 2
        db.session.remove()


@pytest.mark.parametrize("state", ["won", "submitted"])
def test_both_databases_refuse_a_state_out_of_the_machine(portal: Flask, state: str) -> None:
    with portal.app_context():
        for values in ({"state": state}, {"state": state, "came_from": "to_study"}):
            with pytest.raises(IntegrityError):
                db.session.execute(sa.update(Pursuit).values(values))
            db.session.rollback()
        db.session.remove()

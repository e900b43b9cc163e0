"""Two people act on one group at the same moment, for real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.consortia import places, starting
from app.consortia.acting import Actor
from app.consortia.models import Consortium, Place
from app.consortia.moves import move
from app.consortia.states import ConsortiumState
from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.organisations.models import Organisation
from config import Settings
from tests.consortia.builders import SITE, make_circle

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def portal(database: str, settings: Settings, now: datetime) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        circle = make_circle(db.session(), now)
        places.invite(
            db.session(), circle.consortium, circle.second.organisation, "", circle.lead.actor
        )
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *acts: Callable[[Session], None]) -> list[bool]:
    """Whether each act was done, all begun at the same moment, each in its own session."""
    together = Barrier(len(acts))

    def run(act: Callable[[Session], None]) -> bool:
        with app.app_context():
            together.wait()
            try:
                act(db.session())
                db.session.commit()
            except PortalError:  # by then the place may be no longer theirs
                db.session.rollback()
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


def actor_of(session: Session, name: str, now: datetime) -> Actor:
    organisation = session.scalars(sa.select(Organisation).where(Organisation.name == name)).one()
    person = session.scalars(sa.select(Person)).first()
    assert person is not None
    return Actor(person=person, organisation=organisation, now=now, site=SITE)


def answering(now: datetime, *, accepts: bool) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        actor = actor_of(session, "Les Jardins", now)
        whole = starting.find(session, actor.organisation.id, 1)
        places.answer(session, whole, actor, accepts=accepts)

    return act


def moving(after: ConsortiumState, version: int, now: datetime) -> Callable[[Session], None]:
    def act(session: Session) -> None:
        actor = actor_of(session, "Atelier du Canal", now)
        whole = starting.find(session, actor.organisation.id, 1)
        move(session, whole, after, actor, version=version)

    return act


def test_one_of_two_answers_at_once_is_kept(portal: Flask, now: datetime) -> None:
    done = at_once(portal, answering(now, accepts=True), answering(now, accepts=False))
    assert sorted(done) == [False, True]
    with portal.app_context():
        place = db.session.scalars(sa.select(Place).where(Place.name == "Les Jardins")).one()
        assert place.state == ("accepted" if done[0] else "declined")
        db.session.remove()


def test_one_of_two_moves_at_once_is_done(portal: Flask, now: datetime) -> None:
    with portal.app_context():
        version = db.session.scalars(sa.select(Consortium.version)).one()
        db.session.remove()
    states = (ConsortiumState.OPEN, ConsortiumState.DISSOLVED)
    done = at_once(portal, *(moving(state, version, now) for state in states))
    assert sorted(done) == [False, True]
    with portal.app_context():
        kept = db.session.scalars(sa.select(Consortium)).one()
        assert (kept.state, kept.version) == (states[done.index(True)].value, version + 1)
        db.session.remove()


def test_two_who_start_at_once_start_one(portal: Flask, now: datetime) -> None:
    def start(session: Session) -> None:
        actor = actor_of(session, "Tri du Nord", now)
        starting.start(session, actor, "26-1", "2", is_open_call=False)

    at_once(portal, start, start)
    with portal.app_context():
        found = db.session.scalars(sa.select(Consortium).where(Consortium.lot == "2")).all()
        assert len(found) == 1
        db.session.remove()

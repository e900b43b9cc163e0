"""Two holders act at the same moment, for real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import services
from app.dossiers.models import Dossier
from app.dossiers.proximity import agreeing, moves, search
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.moves import Actor
from app.dossiers.proximity.states import ProximityState, Side
from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.mail.models import Letter
from config import Settings
from tests.dossiers.builders import make_dossier, make_sheet
from tests.people import make_person

pytestmark = pytest.mark.enable_socket
Act = Callable[[Session], None]
ROUNDS = 4


@pytest.fixture
def portal(database: str, settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        for territory in ("93010", "93008"):
            make_dossier(db.session(), make_person(db.session()), territory=territory)
        db.session.commit()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *acts: Act) -> list[bool]:
    """Whether each act was done, all begun at the same moment, each in its own session."""
    together = Barrier(len(acts))

    def run(act: Act) -> bool:
        with app.app_context():
            together.wait()
            try:
                act(db.session())
                db.session.commit()
            except PortalError:
                db.session.rollback()
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


def load(session: Session, number: int) -> tuple[Dossier, Proximity, Actor]:
    dossier = session.scalars(search.live(clock.now())).all()[number - 1]
    row = agreeing.find(session, dossier.id, 1)
    person = session.get_one(Person, dossier.project.person_id)
    by = Actor(
        side=Side.HOLDER,
        now=clock.now(),
        person=person,
        dossier_id=dossier.id,
        site="https://portail.example",
    )
    return dossier, row, by


def agreeing_as(number: int) -> Act:
    def act(session: Session) -> None:
        dossier, row, by = load(session, number)
        agreeing.agree(session, row, dossier, by)

    return act


def withdrawing_as(number: int) -> Act:
    def act(session: Session) -> None:
        dossier, row, by = load(session, number)
        agreeing.withdraw(session, row, dossier, by)

    return act


def settle(session: Session) -> None:
    row = session.get_one(Proximity, 1)
    by = Actor(side=Side.TEAM, now=clock.now())
    moves.move(session, row, ProximityState.SETTLED, by)


def letters(session: Session) -> int:
    select = sa.select(sa.func.count(Letter.id)).where(Letter.key == "proximity-agreed")
    return session.scalars(select).one()


def test_two_who_agree_at_once_are_put_in_touch_once(portal: Flask) -> None:
    assert at_once(portal, agreeing_as(1), agreeing_as(2)) == [True, True]
    with portal.app_context():
        row = db.session.get_one(Proximity, 1)
        assert row.is_agreed
        assert row.state == "discussed"
        assert letters(db.session()) == 2
        moved = sa.select(sa.func.count()).where(ProximityMove.after == "discussed")
        assert db.session.scalars(moved).one() == 1
        db.session.remove()


def test_one_who_agrees_twice_at_once_agrees_once(portal: Flask) -> None:
    assert at_once(portal, agreeing_as(1), agreeing_as(1)) == [True, True]
    with portal.app_context():
        said = sa.select(sa.func.count()).where(ProximityMove.side == Side.HOLDER.value)
        assert db.session.scalars(said).one() == 1
        db.session.remove()


def test_taking_back_while_the_other_agrees_is_one_or_the_other(portal: Flask) -> None:
    for _ in range(ROUNDS):
        at_once(portal, agreeing_as(1))
        taken, agreed = at_once(portal, withdrawing_as(1), agreeing_as(2))
        with portal.app_context():
            row = db.session.get_one(Proximity, 1)
            assert agreed
            assert taken is not row.is_agreed
            assert (letters(db.session()) > 0) is row.is_agreed
            is_over = row.is_agreed
            db.session.remove()
        if is_over:
            return
        at_once(portal, withdrawing_as(2))


def test_agreeing_while_the_team_settles_breaks_nothing(portal: Flask) -> None:
    at_once(portal, agreeing_as(1))
    done = at_once(portal, agreeing_as(2), settle)
    assert done[0]
    with portal.app_context():
        row = db.session.get_one(Proximity, 1)
        assert row.is_agreed
        assert row.state in {"discussed", "settled"}
        assert letters(db.session()) == 2
        db.session.remove()


def test_two_projects_placed_at_once_see_one_another(portal: Flask) -> None:
    with portal.app_context():
        people = [make_person(db.session()).id for _ in range(2)]
        db.session.commit()
        db.session.remove()

    def placing(person: int) -> Act:
        def act(session: Session) -> None:
            sheet = make_sheet(sectors=("traiteur",))
            services.create(session, sheet, clock.now(), person_id=person)

        return act

    assert at_once(portal, *(placing(person) for person in people)) == [True, True]
    with portal.app_context():
        found = db.session.scalars(sa.select(Proximity).where(Proximity.id > 1)).all()
        assert len(found) == 1
        db.session.remove()

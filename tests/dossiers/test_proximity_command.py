from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.dossiers.proximity.models import Proximity
from app.jobs.schedule import JOBS
from app.mail.models import Letter
from app.projects.models import Project
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import make_siae
from tests.people import make_person


def run(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["projects", "proximity"])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_the_command_sees_what_came_since_and_does_it_once(app: Flask, session: Session) -> None:
    person = make_person(session)
    make_dossier(session, person)
    make_siae(session)
    session.commit()
    assert session.scalars(sa.select(Proximity)).all() == []
    assert run(app) == "Proximités nouvelles : 1 ; courriers : 1"
    assert run(app) == "Proximités nouvelles : 0 ; courriers : 0"
    assert session.scalars(sa.select(Letter.recipient)).all() == [person.email]


def test_a_structure_that_leaves_its_sector_ends_its_signal(app: Flask, session: Session) -> None:
    siae = make_siae(session)
    make_dossier(session, make_person(session))
    siae.activities.clear()
    session.commit()
    run(app)
    assert session.scalars(sa.select(Proximity.state)).all() == ["ended"]


def test_a_project_whose_time_is_over_is_left_alone(app: Flask, session: Session) -> None:
    make_dossier(session, make_person(session))
    make_siae(session)
    session.execute(sa.update(Project).values(expires_at=clock.now() - timedelta(days=1)))
    session.commit()
    assert run(app) == "Proximités nouvelles : 0 ; courriers : 0"


def test_it_runs_by_itself() -> None:
    assert "look-for-proximities" in {job.name for job in JOBS}

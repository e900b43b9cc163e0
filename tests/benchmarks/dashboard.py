"""The dashboard of a member of three structures: its first reading, then each of them."""

from __future__ import annotations

import time

import sqlalchemy as sa

from app import clock
from app.accounts import sessions
from app.accounts.models import Person
from app.extensions import db
from app.organisations.members import Membership
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.tenders.fitting import FittingTenders, fitting
from tests.benchmarks.measure import Measure, cpu_times, p95
from tests.benchmarks.world import World

BUDGET = 150  # ms, what is kept read already


def run(world: World) -> list[Measure]:
    """CPU of one answer: once the needs are kept, and the first, which reads them all."""
    app = world.app
    with app.app_context():
        secret = sign_in()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = secret
    fitting.__dict__.update(FittingTenders().__dict__)  # as a process that has just started
    start = time.process_time_ns()
    assert client.get("/espace").status_code == 200
    first = (time.process_time_ns() - start) / 1e6
    found = cpu_times(lambda: client.get("/espace"), times=40)
    note = f"{world.scale.structures} structures, {world.scale.consultations} consultations"
    return [
        Measure(what="dashboard, p95", value=p95(found), unit="ms", budget=BUDGET, note=note),
        Measure(what="dashboard, first of a process", value=first, unit="ms", note=note),
    ]


def sign_in() -> str:
    """The secret of a person who belongs to three organisations; commits."""
    now = clock.now()
    person = Person(email="bench@exemple.fr", confirmed_at=now, created_at=now, last_visit_at=now)
    db.session.add(person)
    db.session.flush()
    for number in db.session.scalars(sa.select(Siae.organisation_id).limit(3)):
        db.session.add(
            Membership(
                organisation_id=number,
                person_id=person.id,
                role=MemberRole.OWNER.value,
                proof="essai",
                joined_at=now,
            )
        )
    _, secret = sessions.begin(db.session(), person, method="password", agent="", now=now)
    db.session.commit()
    db.session.remove()
    return secret

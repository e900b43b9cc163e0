"""The team tries weights, puts them in force, goes back; nobody else does."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.roles import PortalRole
from app.audit.models import Revision
from app.errors import InvalidError
from app.matching.grids import GRIDS, PARTNERSHIP, TENDER
from app.partnerships import desk
from app.partnerships.answering import Actor
from app.partnerships.routing import make_plan
from app.partnerships.states import Side
from app.siae.profiles import matchers
from app.weighting import services
from app.weighting.models import WeightsVersion
from tests.http.forms import read_form
from tests.partnerships.builders import make_cleaner, make_need
from tests.partnerships.exchanges import LINKS
from tests.people import browser_of, make_person

HOME = "/admin/ponderations"
OTHERS = {
    "sector": 20, "territory": 10, "proximity": 40, "capacity": 10, "availability": 10,
    "service": 10,
}  # fmt: skip


@pytest.fixture
def moderator(app: Flask, session: Session) -> FlaskClient:
    return browser_of(app, session, make_person(session, role=PortalRole.MODERATOR))


def send(
    client: FlaskClient,
    action: str,
    points: dict[str, int],
    *,
    grid: str = "tender",
    note: str = "",
) -> TestResponse:
    fields = {f"poids-{key}": str(value) for key, value in points.items()}
    form = read_form(client, f"{HOME}/{grid}").to_dict()
    return client.post(f"{HOME}/{grid}", data={**form, **fields, "action": action, "note": note})


def test_weights_are_tried_published_and_taken_back(
    session: Session, moderator: FlaskClient
) -> None:
    tried = send(moderator, "apercu", OTHERS)
    assert tried.status_code == 200
    assert "Ce qui changerait" in tried.get_data(as_text=True)
    assert services.in_force(session, TENDER).version == 0, "a trial changes nothing"

    assert send(moderator, "publier", OTHERS).status_code == 422, "it is asked why"
    assert send(moderator, "publier", OTHERS, note="Trop loin").status_code == 303
    grid = services.in_force(session, TENDER)
    assert (grid.version, dict(grid.points)) == (1, OTHERS)
    assert matchers.get(session).grid.version == 1, "what is kept in memory follows"
    assert services.in_force(session, PARTNERSHIP).version == 0

    token = read_form(moderator, f"{HOME}/tender")["csrf_token"]
    back = {"csrf_token": token, "version": "1"}
    assert moderator.post(f"{HOME}/tender/versions/0", data=back).status_code == 303
    grid = services.in_force(session, TENDER)
    assert (grid.version, dict(grid.points)) == (2, dict(TENDER.points))
    told = session.scalars(sa.select(Revision).where(Revision.subject_kind == "weights")).all()
    assert [revision.reason for revision in told] == ["Trop loin", "Retour à la version 0"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"sector": 99}, "somme"), ({"sector": -5}, "négatif"), ({"sector": 1000}, "de 0 à 100")],
)
def test_wrong_points_are_said_and_change_nothing(
    session: Session, moderator: FlaskClient, changes: dict[str, int], said: str
) -> None:
    answer = send(moderator, "publier", {**OTHERS, **changes}, note="Essai")
    assert answer.status_code == 422
    assert said in re.sub(r"\s", " ", answer.get_data(as_text=True))
    assert session.scalars(sa.select(WeightsVersion)).all() == []


def test_who_saw_older_weights_is_told(session: Session, now: datetime) -> None:
    person = make_person(session)
    services.publish(session, TENDER, OTHERS, "Un", 0, person, now)
    shipped = services.points_of_version(session, TENDER, 0)
    with pytest.raises(InvalidError, match="entre-temps"):
        services.publish(session, TENDER, shipped, "Deux", 0, person, now)
    with pytest.raises(InvalidError, match="déjà"):
        services.publish(session, TENDER, OTHERS, "Deux", 1, person, now)
    session.add(WeightsVersion(grid="tender", version=1, points={}, note="", author="", at=now))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_part_that_came_since_brings_the_portal_s_weights_back(
    session: Session, now: datetime
) -> None:
    points = {"sector": 100}
    session.add(WeightsVersion(grid="tender", version=1, points=points, note="", author="", at=now))
    session.flush()
    grid = services.in_force(session, TENDER)
    assert (grid.version, grid.points) == (1, TENDER.points)


def test_a_plan_keeps_the_version_it_was_made_with(session: Session, now: datetime) -> None:
    make_cleaner(session)
    need, person = make_need(session), make_person(session)
    before = make_plan(session, need, now)
    assert before.weights_version == 0
    shipped = services.points_of_version(session, PARTNERSHIP, 0)
    points = {**shipped, "sector": 30, "proximity": 15}
    services.publish(session, PARTNERSHIP, points, "Essai", 0, person, now)
    plan = make_plan(session, need, now)
    assert plan.weights_version == 1
    (old,), (new,) = before.asked, plan.asked
    assert old.match is not None
    assert new.match is not None
    assert new.match.weights_version == 1
    weights = {part.key: part.weight for part in new.match.parts}
    assert (weights["sector"], weights["proximity"]) == (0.3, 0.15)
    assert new.match.rules == old.match.rules, "hard rules never depend on weights"


def test_what_the_team_adds_and_what_is_published_follow_the_weights_in_force(
    session: Session, now: datetime, client: FlaskClient
) -> None:
    chosen, person = make_cleaner(session), make_person(session)
    shipped = services.points_of_version(session, PARTNERSHIP, 0)
    points = {**shipped, "sector": 18, "proximity": 27}
    services.publish(session, PARTNERSHIP, points, "Essai", 0, person, now)
    need = make_need(session, state="orphan", came_from="unconfirmed", confirmed_at=now)
    by = Actor(side=Side.TEAM, now=now, links=LINKS, person=person)
    assert desk.add_recipient(session, need, chosen.organisation_id, by).weights_version == 1
    session.commit()
    rules = client.get("/mise-en-relation/regles").get_data(as_text=True)
    assert "Filière, 18&nbsp;points" in rules
    assert "Proximité, 27&nbsp;points" in rules


def test_a_preview_tells_who_would_move_and_not_who_asks(
    session: Session, now: datetime, moderator: FlaskClient
) -> None:
    make_cleaner(session, "Loin", latitude=48.6, longitude=3.2, commune_code="77288")
    make_cleaner(session, "Près")
    need = make_need(session, confirmed_at=now)
    session.commit()
    points = {**dict.fromkeys(PARTNERSHIP.points, 0), "intention": 100}
    answer = send(moderator, "apercu", points, grid="partnership")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Sur 1 liste" in html.replace("\u00a0", " ")
    assert need.email not in html
    assert need.asker_name not in html


def test_the_index_names_each_grid_and_an_unknown_one_is_not_there(
    moderator: FlaskClient,
) -> None:
    html = moderator.get(HOME).get_data(as_text=True)
    assert all(grid.label in html for grid in GRIDS.values())
    assert moderator.get(f"{HOME}/autre").status_code == 404


def test_an_editor_of_content_does_not_weigh(app: Flask, session: Session) -> None:
    client = browser_of(app, session, make_person(session, role=PortalRole.EDITOR))
    assert client.get(f"{HOME}/tender").status_code == 403

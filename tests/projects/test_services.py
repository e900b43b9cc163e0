from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import PARIS
from app.errors import InvalidError, NotFoundError
from app.projects import queries, services
from app.projects.models import Project, Worksheet, WorksheetVersion
from app.projects.services import ConflictError

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
RAW = {"ventes": ["1 000"], "type": ["ACI"]}


def test_a_project_opens_with_its_secret_only(session: Session) -> None:
    project, token = services.start(session, NOW)
    assert services.find(session, token, NOW).id == project.id
    assert token not in {project.token_digest}
    assert len(token) >= 32
    for wrong in ("", token[:-1], token + "x", project.token_digest, "\ud800", "é" * 500):
        with pytest.raises(NotFoundError, match="lien"):
            services.find(session, wrong, NOW)


def test_what_is_saved_is_found_again_as_it_was_typed(session: Session) -> None:
    project, token = services.start(session, NOW)
    services.save(session, project, "budget", RAW, 0, NOW)
    session.expire_all()
    (sheet,) = services.find(session, token, NOW).worksheets
    assert (sheet.tool, sheet.version, sheet.data) == ("budget", 1, RAW)


def test_an_older_version_overwrites_nothing(session: Session) -> None:
    project, _ = services.start(session, NOW)
    services.save(session, project, "budget", RAW, 0, NOW)
    services.save(session, project, "budget", {"ventes": ["2"]}, 1, NOW)
    for stale in (0, 1, 7):
        with pytest.raises(ConflictError) as caught:
            services.save(session, project, "budget", {"ventes": ["3"]}, stale, NOW)
        assert caught.value.current.version == 2
    assert services.read(session, project, "budget").data == {"ventes": ["2"]}


def test_tools_of_a_project_do_not_meet(session: Session) -> None:
    project, _ = services.start(session, NOW)
    other, _ = services.start(session, NOW)
    services.save(session, project, "budget", RAW, 0, NOW)
    services.save(session, project, "autodiagnostic", {"s1": ["2"]}, 0, NOW)
    services.save(session, other, "budget", {"ventes": ["9"]}, 0, NOW)
    assert services.read(session, project, "budget").data == RAW


def test_every_save_is_kept_as_history_within_bounds(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_VERSIONS", 3)
    project, _ = services.start(session, NOW)
    for version in range(5):
        at = NOW + timedelta(days=version)
        sheet = services.save(session, project, "budget", {"n": [str(version)]}, version, at)
    kept = session.scalars(queries.versions(sheet.id)).all()
    assert [row.data["n"] for row in kept] == [["4"], ["3"], ["2"]]
    assert [row.saved_at for row in kept] == sorted((r.saved_at for r in kept), reverse=True)


def test_twelve_months_after_the_last_save_a_project_is_over(session: Session) -> None:
    project, token = services.start(session, NOW)
    services.save(session, project, "budget", RAW, 0, NOW + timedelta(days=100))
    almost = NOW + timedelta(days=100 + 364)
    after = NOW + timedelta(days=100 + 366)
    assert services.purge(session, almost) == 0
    assert services.find(session, token, almost)
    with pytest.raises(NotFoundError, match="douze mois"):
        services.find(session, token, after)
    assert services.purge(session, after) == 1
    for model in (Project, Worksheet, WorksheetVersion):
        assert session.scalars(sa.select(sa.func.count()).select_from(model)).one() == 0


def test_erasing_leaves_nothing_of_it_and_touches_no_other(session: Session) -> None:
    project, token = services.start(session, NOW)
    other, other_token = services.start(session, NOW)
    for owner in (project, other):
        services.save(session, owner, "budget", RAW, 0, NOW)
    services.erase(session, project)
    session.expire_all()
    with pytest.raises(NotFoundError):
        services.find(session, token, NOW)
    assert services.find(session, other_token, NOW).worksheets
    assert session.scalars(sa.select(sa.func.count(WorksheetVersion.id))).one() == 1


def test_a_year_after_29_february_there_is_a_day() -> None:
    leap = datetime(2028, 2, 29, 8, 0, tzinfo=PARIS)
    assert services.add_year(leap) == datetime(2029, 2, 28, 8, 0, tzinfo=PARIS)


def test_far_too_much_is_refused(session: Session) -> None:
    project, _ = services.start(session, NOW)
    with pytest.raises(InvalidError, match="trop long"):
        services.save(session, project, "budget", {"x": ["a" * 200_001]}, 0, NOW)

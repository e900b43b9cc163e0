from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import access, services
from app.dossiers.models import Dossier
from app.dossiers.services import ConflictError
from app.dossiers.sheet import Sheet
from app.dossiers.words import Visibility
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.organisations.roles import MemberRole
from app.projects import services as projects
from app.projects.models import Project, Worksheet
from tests.dossiers.builders import make_dossier, make_sheet
from tests.people import make_member, make_organisation, make_person

RAW = {"champ": ["oui"]}


def test_a_project_is_opened_by_its_owner_alone(session: Session) -> None:
    mine, other = make_person(session), make_person(session)
    dossier = make_dossier(session, mine)
    assert access.require(session, mine.id, dossier.id, MemberRole.OWNER).dossier is dossier
    with pytest.raises(NotFoundError):
        access.require(session, other.id, dossier.id, MemberRole.READER)


def test_a_project_of_an_organisation_follows_the_roles_of_its_members(session: Session) -> None:
    organisation = make_organisation(session)
    reader = make_member(session, organisation, MemberRole.READER)
    editor = make_member(session, organisation, MemberRole.EDITOR)
    dossier = make_dossier(session, organisation)
    assert access.require(session, editor.id, dossier.id, MemberRole.EDITOR).may_write
    assert not access.require(session, reader.id, dossier.id, MemberRole.READER).may_write
    with pytest.raises(NotAllowedError):
        access.require(session, reader.id, dossier.id, MemberRole.EDITOR)
    found = [row[0].id for row in session.execute(access.of_person(reader.id))]
    assert found == [dossier.id]


def test_of_two_changes_at_once_the_second_is_told_what_the_first_wrote(session: Session) -> None:
    dossier = make_dossier(session, make_person(session))
    services.save(session, dossier, make_sheet(title="Premier"), 1, clock.now())
    with pytest.raises(ConflictError) as told:
        services.save(session, dossier, make_sheet(title="Second"), 1, clock.now())
    assert told.value.current.title == "Premier"
    assert Sheet.of(dossier).title == "Premier"
    assert dossier.version == 2


def test_a_project_is_private_until_its_place_and_stage_are_said(session: Session) -> None:
    dossier = make_dossier(session, make_person(session), territory="")
    assert not dossier.is_for_funders
    with pytest.raises(InvalidError):
        services.show_to(session, dossier, Visibility.FUNDERS, 1, clock.now())
    services.save(session, dossier, make_sheet(), 1, clock.now())
    services.show_to(session, dossier, Visibility.FUNDERS, 2, clock.now())
    assert dossier.is_for_funders


def test_the_tools_of_a_link_join_a_project_and_the_link_opens_nothing_more(
    session: Session,
) -> None:
    now = clock.now()
    source, token = projects.start(session, now)
    projects.save(session, source, "budget", RAW, 0, now)
    dossier = make_dossier(session, make_person(session))
    done = services.adopt(session, dossier, token, now)
    assert (done.taken, done.left) == (("budget",), ())
    assert session.scalars(sa.select(Worksheet.project_id)).all() == [dossier.id]
    with pytest.raises(NotFoundError):
        projects.find(session, token, now)


def test_what_a_project_has_already_stays_behind_the_link(session: Session) -> None:
    now = clock.now()
    source, token = projects.start(session, now)
    for tool in ("budget", "autodiagnostic"):
        projects.save(session, source, tool, RAW, 0, now)
    dossier = make_dossier(session, make_person(session))
    projects.save(session, dossier.project, "budget", {"champ": ["à moi"]}, 0, now)
    done = services.adopt(session, dossier, token, now)
    assert (done.taken, done.left) == (("autodiagnostic",), ("budget",))
    session.expire_all()
    assert [w.tool for w in projects.find(session, token, now).worksheets] == ["budget"]
    mine = sa.select(Worksheet.data).where(Worksheet.project_id == dossier.id)
    assert {"champ": ["à moi"]} in session.scalars(mine).all()


def test_a_project_goes_with_its_owner_and_with_its_time(session: Session) -> None:
    person = make_person(session)
    make_dossier(session, person)
    session.execute(sa.delete(Person).where(Person.id == person.id))
    assert session.scalars(sa.select(Project.id)).all() == []
    late = make_dossier(session, make_person(session))
    assert projects.purge(session, late.project.expires_at - timedelta(days=1)) == 0
    assert projects.purge(session, late.project.expires_at) == 1
    session.expire_all()
    assert session.scalars(sa.select(Dossier.id)).all() == []


def test_nobody_keeps_more_projects_than_they_can_read(session: Session) -> None:
    person = make_person(session)
    for _ in range(services.MOST_OWNED):
        make_dossier(session, person)
    with pytest.raises(InvalidError):
        make_dossier(session, person)
    make_dossier(session, make_person(session))

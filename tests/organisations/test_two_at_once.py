"""Two people act on one team at the same moment, for real: it keeps somebody responsible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.organisations import invitations, members, team
from app.organisations.invitations import Invitation
from app.organisations.members import Membership
from app.organisations.membership import admit
from app.organisations.roles import MemberRole
from app.organisations.steps import Act
from config import Settings
from tests.people import make_member, make_organisation, make_person

pytestmark = pytest.mark.enable_socket
Deed = Callable[[Session], object]


@pytest.fixture
def portal(database: str, settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def together(app: Flask, *deeds: Deed) -> list[bool]:
    """Do these at the same moment, each after it has read; which ones were done."""
    barrier = Barrier(len(deeds))

    def do(deed: Deed) -> bool:
        with app.app_context():
            session = db.session()
            list(session.scalars(members.of_organisation(1)))
            barrier.wait()
            try:
                deed(session)
            except PortalError:
                session.rollback()
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(len(deeds)) as pool:
        answers = [pool.submit(do, deed) for deed in deeds]
        return sorted(answer.result(timeout=60) for answer in answers)


def act_of(person: int, now: datetime) -> Act:
    return Act(by=person, now=now, site="https://portail.example")


def make_team(app: Flask, owners: int) -> tuple[int, list[tuple[int, int]]]:
    """An organisation with these owners and a reader; each owner's person and membership."""
    with app.app_context():
        session = db.session()
        organisation = make_organisation(session)
        people = [make_member(session, organisation, MemberRole.OWNER) for _ in range(owners)]
        make_member(session, organisation, MemberRole.READER)
        session.commit()
        rows = list(session.scalars(members.of_organisation(organisation.id)))
        numbers = {row.person_id: row.id for row in rows}
        return organisation.id, [(person.id, numbers[person.id]) for person in people]


def roles_of(app: Flask, organisation: int) -> list[str]:
    with app.app_context():
        return [one.role for one in db.session.scalars(members.of_organisation(organisation))]


def test_two_owners_remove_each_other(portal: Flask, now: datetime) -> None:
    number, ((one, first), (two, second)) = make_team(portal, 2)
    done = together(
        portal,
        lambda session: team.remove_member(session, number, second, act_of(one, now)),
        lambda session: team.remove_member(session, number, first, act_of(two, now)),
    )
    assert done == [False, True]
    assert sorted(roles_of(portal, number)) == ["owner", "reader"]


def test_one_leaves_while_the_other_gives_up(portal: Flask, now: datetime) -> None:
    number, ((one, _), (two, second)) = make_team(portal, 2)
    done = together(
        portal,
        lambda session: team.leave(session, number, act_of(one, now)),
        lambda session: team.change_role(
            session, number, second, MemberRole.READER, act_of(two, now)
        ),
    )
    assert done == [False, True]
    assert "owner" in roles_of(portal, number)


def test_two_first_members_make_one_owner(portal: Flask, now: datetime) -> None:
    with portal.app_context():
        session = db.session()
        number = make_organisation(session).id
        people = [make_person(session).id for _ in range(2)]
        session.commit()

    def join(person: int) -> Deed:
        return lambda session: admit(session, number, person, act_of(person, now), proof="essai")

    assert together(portal, *map(join, people)) == [True, True]
    assert sorted(roles_of(portal, number)) == ["owner", "reader"]


def test_an_invitation_serves_once(portal: Flask, now: datetime) -> None:
    number, ((owner, _),) = make_team(portal, 1)
    with portal.app_context():
        session = db.session()
        guest = make_person(session, "guest@exemple.fr")
        invited = invitations.invite(
            session, number, guest.email, MemberRole.EDITOR, act_of(owner, now)
        )
        session.commit()
        guest_id, invitation = guest.id, invited.id

    def accept(session: Session) -> Membership:
        person = session.get_one(type(guest), guest_id)
        return invitations.accept(session, person, invitation, act_of(guest_id, now))

    assert together(portal, accept, accept) == [False, True]
    assert sorted(roles_of(portal, number)) == ["editor", "owner", "reader"]
    with portal.app_context():
        assert db.session.get_one(Invitation, invitation).state == "accepted"

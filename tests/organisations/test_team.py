"""The team: roles, departures, returns, invitations, organisations that a person creates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.mail.models import Letter
from app.organisations import (
    codes,
    creating,
    invitations,
    joining,
    members,
    purging,
    steps,
    team,
)
from app.organisations.creating import NewOrganisation
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae import claims
from tests.organisations.conftest import Acting
from tests.people import make_member, make_organisation, make_person

Listed = Callable[..., Organisation]
SIRET = "73282932000074"


def number_of(session: Session, person_id: int) -> int:
    return session.scalars(sa.select(Membership.id).where(Membership.person_id == person_id)).one()


def test_the_last_owner_stays_while_others_are_there(session: Session, acting: Acting) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    reader = make_member(session, organisation, MemberRole.READER)
    admin = make_person(session, role=PortalRole.ADMIN)
    mine = number_of(session, owner.id)
    for act in (acting(owner), acting(admin, is_team=True)):
        with pytest.raises(InvalidError):
            team.remove_member(session, organisation.id, mine, act)
        with pytest.raises(InvalidError):
            team.change_role(session, organisation.id, mine, MemberRole.READER, act)
    with pytest.raises(InvalidError):
        team.leave(session, organisation.id, acting(owner))
    assert list(session.scalars(team.sole_responsible(owner.id))) == [organisation]
    theirs = number_of(session, reader.id)
    team.change_role(session, organisation.id, theirs, MemberRole.OWNER, acting(owner))
    assert not list(session.scalars(team.sole_responsible(owner.id)))
    team.leave(session, organisation.id, acting(owner))
    team.leave(session, organisation.id, acting(reader))  # the last one may go
    assert not list(session.scalars(members.of_organisation(organisation.id)))


def test_a_removed_member_is_told_and_put_back_in_their_role(
    session: Session, acting: Acting
) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    editor = make_member(session, organisation, MemberRole.EDITOR)
    team.remove_member(session, organisation.id, number_of(session, editor.id), acting(owner))
    assert session.scalars(sa.select(Letter.recipient)).all() == [editor.email]
    gone = list(session.scalars(team.removed(organisation.id)))
    assert [step.subject_id for step in gone] == [editor.id]
    with pytest.raises(InvalidError):
        team.put_back(session, organisation.id, editor.id, acting(editor))
    back = team.put_back(session, organisation.id, editor.id, acting(owner))
    assert back.member_role is MemberRole.EDITOR
    assert not list(session.scalars(team.removed(organisation.id)))


def test_who_left_alone_is_not_put_back(session: Session, acting: Acting) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    reader = make_member(session, organisation, MemberRole.READER)
    team.remove_member(session, organisation.id, number_of(session, reader.id), acting(owner))
    team.put_back(session, organisation.id, reader.id, acting(owner))
    team.leave(session, organisation.id, acting(reader))
    assert not list(session.scalars(team.removed(organisation.id)))
    with pytest.raises(InvalidError):
        team.put_back(session, organisation.id, reader.id, acting(owner))


def test_a_member_of_another_organisation_is_out_of_reach(session: Session, acting: Acting) -> None:
    ours, theirs = make_organisation(session), make_organisation(session, "Voisine")
    owner = make_member(session, ours, MemberRole.OWNER)
    other = make_member(session, theirs, MemberRole.READER)
    number = number_of(session, other.id)
    with pytest.raises(NotFoundError):
        team.remove_member(session, ours.id, number, acting(owner))
    with pytest.raises(NotFoundError):
        team.change_role(session, ours.id, number, MemberRole.OWNER, acting(owner))


def test_an_invitation_is_for_one_confirmed_address(
    session: Session, acting: Acting, now: datetime
) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    role = MemberRole.EDITOR
    made = invitations.invite(session, organisation.id, "Guest@Exemple.FR ", role, acting(owner))
    letter = session.scalars(sa.select(Letter)).one()
    assert letter.recipient == made.email == "guest@exemple.fr"
    secret = re.findall(r"/invitation/([\w-]+)", letter.text)[0]
    assert "https://portail.example/invitation/" in letter.text
    assert invitations.open_letter(session, secret, now).id == made.id
    thief = make_person(session, "thief@exemple.fr")
    bare = make_person(session, "guest@exemple.fr", confirmed_at=None)
    for person in (thief, bare):
        with pytest.raises(NotFoundError):
            invitations.accept(session, person, made.id, acting(person))
    bare.confirmed_at = now
    late = acting(bare, at=now + timedelta(days=15))
    with pytest.raises(NotFoundError):
        invitations.accept(session, bare, made.id, late)
    assert invitations.accept(session, bare, made.id, acting(bare)).member_role is role
    with pytest.raises(NotFoundError):
        invitations.open_letter(session, secret, now)


def test_an_invitation_is_taken_back_and_ends_with_the_team(
    session: Session, acting: Acting, now: datetime
) -> None:
    organisation, other = make_organisation(session), make_organisation(session, "Voisine")
    owner = make_member(session, organisation, MemberRole.OWNER)
    role = MemberRole.READER
    made = invitations.invite(session, organisation.id, "a@exemple.fr", role, acting(owner))
    with pytest.raises(NotFoundError):
        invitations.cancel(session, other.id, made.id, acting(owner))
    invitations.cancel(session, organisation.id, made.id, acting(owner))
    invitations.invite(session, organisation.id, "a@exemple.fr", role, acting(owner))
    team.leave(session, organisation.id, acting(owner))
    assert not list(session.scalars(invitations.waiting(now)))


def test_an_organisation_does_not_write_to_everybody(session: Session, acting: Acting) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    role = MemberRole.READER
    for number in range(invitations.MOST_PER_DAY):
        address = f"a{number}@exemple.fr"
        invitations.invite(session, organisation.id, address, role, acting(owner))
    with pytest.raises(InvalidError):
        invitations.invite(session, organisation.id, "z@exemple.fr", role, acting(owner))
    with pytest.raises(InvalidError):
        invitations.invite(session, organisation.id, owner.email, role, acting(owner))


def test_a_claimed_siret_gives_nothing_until_the_team_confirms_it(
    session: Session, acting: Acting, listed: Listed
) -> None:
    creator = make_person(session)
    wanted = NewOrganisation(name="Entreprise", kind="bâtiment", siret=SIRET)
    made = creating.create_organisation(session, creator, wanted, acting(creator))
    assert (made.siret, made.claimed_siret) == (None, SIRET)
    assert session.scalars(claims.in_directory()).first() is None  # nobody may ask to join it
    with pytest.raises(NotAllowedError):
        creating.verify_siret(session, made.id, acting(creator, is_team=True))
    moderator = make_person(session, role=PortalRole.MODERATOR)
    creating.verify_siret(session, made.id, acting(moderator, is_team=True))
    assert (made.siret, made.claimed_siret) == (SIRET, "")
    with pytest.raises(InvalidError):
        creating.create_organisation(session, creator, wanted, acting(creator))


def test_an_import_that_brings_the_true_one_wins(
    session: Session, acting: Acting, listed: Listed
) -> None:
    creator, moderator = make_person(session), make_person(session, role=PortalRole.MODERATOR)
    wanted = NewOrganisation(name="Entreprise", kind="bâtiment", siret=SIRET)
    made = creating.create_organisation(session, creator, wanted, acting(creator))
    true_one = listed("La vraie", siret=SIRET)
    with pytest.raises(InvalidError):
        creating.verify_siret(session, made.id, acting(moderator, is_team=True))
    creating.reject_siret(session, made.id, "Ce n’est pas elle.", acting(moderator, is_team=True))
    assert (made.siret, made.claimed_siret) == (None, "")
    assert not list(session.scalars(members.of_organisation(true_one.id)))
    step = session.scalars(steps.of_organisation(made.id)).first()
    assert step is not None
    assert step.kind is steps.Step.UNVERIFIED


def test_what_serves_no_more_is_forgotten(
    session: Session, acting: Acting, now: datetime, listed: Listed
) -> None:
    organisation, person = listed(contact="a@canal.fr"), make_person(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    invitations.invite(session, organisation.id, "a@exemple.fr", MemberRole.READER, acting(owner))
    codes.send_code(session, person, organisation, acting(person))
    asked = joining.ask(session, person, organisation, "", acting(person))
    joining.refuse_request(session, asked, "Non.", acting(owner))
    assert purging.purge(session, now) == 0
    assert purging.purge(session, now + timedelta(days=3)) == 1
    assert purging.purge(session, now + timedelta(days=400)) == 2
    session.expire_all()
    told = [step.detail for step in session.scalars(steps.of_organisation(organisation.id))]
    assert "a@exemple.fr" not in told

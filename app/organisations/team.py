"""The team of an organisation: roles, departures, returns."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, selectinload

from app.accounts.models import Person
from app.errors import InvalidError
from app.mail import outbox
from app.organisations import invitations
from app.organisations.invitations import Invitation
from app.organisations.members import Membership
from app.organisations.membership import (
    LAST_OWNER,
    NO_MEMBER,
    admit,
    find_member,
    keep_an_owner,
    lock,
    of_team,
)
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.organisations.steps import Act, Step, TeamStep, record


def change_role(
    session: Session, organisation_id: int, number: int, role: MemberRole, act: Act
) -> Membership:
    """Give a member another role, and write to them.

    InvalidError where nobody would be responsible any more; NotFoundError for no member. Flushes.
    """
    organisation = lock(session, organisation_id)
    team = of_team(session, organisation_id)
    member = find_member(team, number)
    if member.member_role is role:
        return member
    if role is not MemberRole.OWNER and not has_other_owner(team, member):
        raise InvalidError(LAST_OWNER)
    before = member.member_role
    member.role = role.value
    detail = f"{before.label} → {role.label}"
    record(
        session, organisation_id, Step.ROLE, act, subject=member.person_id, role=role, detail=detail
    )
    if member.person_id != act.by:
        values = {
            "organisation": organisation.name,
            "before": before.label,
            "role": role.label,
            "link": f"{act.site}/espace/organisations/{organisation_id}/equipe",
        }
        outbox.queue(session, "membership-role", member.person.email, values, act.now)
    return member


def has_other_owner(team: list[Membership], member: Membership) -> bool:
    """Whether somebody else is responsible."""
    return any(one.id != member.id and one.member_role is MemberRole.OWNER for one in team)


def remove_member(session: Session, organisation_id: int, number: int, act: Act) -> None:
    """Take a member out, and write to them; they can be put back.

    InvalidError where nobody would be responsible for the others; NotFoundError for no member.
    """
    organisation = lock(session, organisation_id)
    team = of_team(session, organisation_id)
    member = find_member(team, number)
    keep_an_owner(team, member)
    if member.person_id == act.by and not act.is_team:
        take_out(session, organisation_id, member, Step.LEFT, act)
        return
    values = {"organisation": organisation.name}
    outbox.queue(session, "membership-removed", member.person.email, values, act.now)
    take_out(session, organisation_id, member, Step.REMOVED, act)


def leave(session: Session, organisation_id: int, act: Act) -> None:
    """Go out of a team by oneself; InvalidError for the last who is responsible for others."""
    lock(session, organisation_id)
    team = of_team(session, organisation_id)
    member = next((one for one in team if one.person_id == act.by), None)
    if member is None:
        raise InvalidError(NO_MEMBER)
    keep_an_owner(team, member)
    take_out(session, organisation_id, member, Step.LEFT, act)


def take_out(
    session: Session, organisation_id: int, member: Membership, step: Step, act: Act
) -> None:
    """Erase a membership; the step keeps its role, for a return.

    Where nobody is left, the invitations of those who were there serve no more.
    """
    record(session, organisation_id, step, act, subject=member.person_id, role=member.member_role)
    session.delete(member)
    session.flush()
    if not of_team(session, organisation_id):
        invitations.end_waiting(session, Invitation.organisation_id == organisation_id)


def removed(organisation_id: int) -> sa.Select[TeamStep]:
    """The last removal of each person who is out of the team, and did not leave by themselves.

    The latest first, each with its person.
    """
    later = aliased(TeamStep)
    gone = (Step.REMOVED.value, Step.LEFT.value)
    came_later = (
        sa.select(later.id)
        .where(
            later.organisation_id == TeamStep.organisation_id,
            later.subject_id == TeamStep.subject_id,
            later.step.in_(gone),
            later.id > TeamStep.id,
        )
        .exists()
    )
    still_there = (
        sa.select(Membership.id)
        .where(
            Membership.organisation_id == TeamStep.organisation_id,
            Membership.person_id == TeamStep.subject_id,
        )
        .exists()
    )
    return (
        sa.select(TeamStep)
        .join(Person, TeamStep.subject_id == Person.id)
        .options(selectinload(TeamStep.subject))
        .where(
            TeamStep.organisation_id == organisation_id,
            TeamStep.step == Step.REMOVED.value,
            ~came_later,
            ~still_there,
        )
        .order_by(TeamStep.id.desc())
    )


def put_back(session: Session, organisation_id: int, person_id: int, act: Act) -> Membership:
    """Make a person who was removed a member again, in the role they had.

    InvalidError for who was not removed, or left by themselves: they ask again. Flushes.
    """
    lock(session, organisation_id)
    found = session.scalars(
        removed(organisation_id).where(TeamStep.subject_id == person_id)
    ).first()
    if found is None or person_id == act.by:
        raise InvalidError("Seule une personne qui a été retirée peut être réintégrée.")
    return admit(
        session,
        organisation_id,
        person_id,
        act,
        proof="réintégration après un retrait",
        role=MemberRole(found.role),
        step=Step.PUT_BACK,
    )


def sole_responsible(person_id: int) -> sa.Select[Organisation]:
    """The organisations that would have members and nobody responsible without this person."""
    other = aliased(Membership)
    others = sa.select(other.id).where(
        other.organisation_id == Membership.organisation_id, other.person_id != person_id
    )
    return (
        sa.select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.person_id == person_id,
            Membership.role == MemberRole.OWNER.value,
            others.exists(),
            ~others.where(other.role == MemberRole.OWNER.value).exists(),
        )
        .order_by(Organisation.name, Organisation.id)
    )


def refuse_to_abandon(session: Session, person_id: int) -> None:
    """Raise InvalidError where members would be left with nobody responsible."""
    names = [found.name for found in session.scalars(sole_responsible(person_id))]
    if names:
        raise InvalidError(
            f"Vous êtes seul responsable de {', '.join(names)}\u00a0: nommez d’abord une autre "
            "personne responsable, ou retirez les autres membres."
        )

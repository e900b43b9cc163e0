"""Who enters a team, and the one rule that nothing breaks: it keeps somebody responsible.

Every service that adds, removes or changes a member first locks the row of the organisation: what
two people do at the same moment is done one after the other.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.errors import InvalidError, NotFoundError
from app.mail import outbox
from app.organisations import members
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.requests import JoinRequest, RequestState
from app.organisations.roles import MemberRole
from app.organisations.steps import Act, Step, record

NO_ORGANISATION = "Cette organisation n’existe pas, ou n’est pas la vôtre."
NO_MEMBER = "Cette personne n’est pas membre de l’organisation."
LAST_OWNER = (
    "Une organisation garde au moins une personne responsable\u00a0: donnez d’abord ce rôle à "
    "quelqu’un d’autre."
)


def lock(session: Session, organisation_id: int) -> Organisation:
    """The organisation, its team held until the end of the transaction; NotFoundError without it.

    An update that changes nothing takes the lock of the row on PostgreSQL, and that of the file on
    SQLite, which ignores « FOR UPDATE ».
    """
    held = sa.update(Organisation).where(Organisation.id == organisation_id)
    session.execute(
        held.values(name=Organisation.name), execution_options={"synchronize_session": False}
    )
    found = session.get(Organisation, organisation_id, populate_existing=True)
    if found is None:
        raise NotFoundError(NO_ORGANISATION)
    return found


def of_team(session: Session, organisation_id: int) -> list[Membership]:
    """The members as the database has them now, whatever was read before."""
    fresh = members.of_organisation(organisation_id).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def owners(team: list[Membership]) -> list[Membership]:
    """Those who are responsible."""
    return [member for member in team if member.member_role is MemberRole.OWNER]


def find_member(team: list[Membership], number: int) -> Membership:
    """The membership of that number in this team; NotFoundError otherwise."""
    found = next((member for member in team if member.id == number), None)
    if found is None:
        raise NotFoundError(NO_MEMBER)
    return found


def keep_an_owner(team: list[Membership], leaving: Membership) -> None:
    """Refuse that the last person responsible goes or changes role while others are there."""
    others = [member for member in team if member.id != leaving.id]
    if others and leaving.member_role is MemberRole.OWNER and not owners(others):
        raise InvalidError(LAST_OWNER)


def admit(
    session: Session,
    organisation_id: int,
    person_id: int,
    act: Act,
    *,
    proof: str,
    role: MemberRole | None = None,
    step: Step = Step.ADMITTED,
) -> Membership:
    """Make a person a member, and write to them.

    Without a role, the first member is responsible and the next ones read. InvalidError where they
    are a member already. A request of theirs that waits is closed. Flushes.
    """
    organisation = lock(session, organisation_id)
    team = of_team(session, organisation_id)
    if any(member.person_id == person_id for member in team):
        raise InvalidError("Cette personne est déjà membre de l’organisation.")
    given = role if role and team else (MemberRole.OWNER if not team else MemberRole.READER)
    made = Membership(
        organisation_id=organisation_id,
        person_id=person_id,
        role=given.value,
        proof=proof[:255],
        joined_at=act.now,
    )
    session.add(made)
    session.flush()
    record(session, organisation_id, step, act, subject=person_id, role=given, detail=proof)
    close_requests(session, organisation_id, person_id, act)
    person = session.get_one(Person, person_id)
    write_joined(session, organisation, person, given, act)
    write_to_owners(session, organisation, team, person, given, proof, act)
    return made


def close_requests(session: Session, organisation_id: int, person_id: int, act: Act) -> None:
    """A person who has joined asks no more."""
    session.execute(
        sa.update(JoinRequest)
        .where(
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == RequestState.WAITING.value,
        )
        .values(state=RequestState.ACCEPTED.value, decided_at=act.now)
    )


def write_joined(
    session: Session, organisation: Organisation, person: Person, role: MemberRole, act: Act
) -> None:
    """Tell a person that they have joined."""
    values = {
        "organisation": organisation.name,
        "role": role.label,
        "link": f"{act.site}/espace/organisations/{organisation.id}/equipe",
    }
    outbox.queue(session, "membership-accepted", person.email, values, act.now)


def write_to_owners(
    session: Session,
    organisation: Organisation,
    team: list[Membership],
    person: Person,
    role: MemberRole,
    proof: str,
    act: Act,
) -> None:
    """Tell those who were responsible that somebody has joined, unless they did it themselves."""
    values = {
        "organisation": organisation.name,
        "person": person.display_name,
        "email": person.email,
        "role": role.label,
        "proof": proof,
        "link": f"{act.site}/espace/organisations/{organisation.id}/equipe",
    }
    for owner in owners(team):
        if owner.person_id != act.by:
            outbox.queue(session, "membership-joined", owner.person.email, values, act.now)


def moderators() -> sa.Select[Person]:
    """Those of the portal team who decide on requests, by number."""
    roles = (PortalRole.ADMIN.value, PortalRole.MODERATOR.value)
    return (
        sa.select(Person)
        .where(Person.role.in_(roles), Person.blocked_at.is_(None))
        .order_by(Person.id)
    )

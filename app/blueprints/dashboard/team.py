"""Who is in the person's organisations, and who asks to be."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.blueprints.dashboard.block import Block, Desk
from app.extensions import db
from app.organisations.members import Membership
from app.organisations.requests import JoinRequest, RequestState
from app.organisations.roles import MemberRole

MOST_SHOWN = 6
SHOWN_PEOPLE = 5


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """An organisation: the role of the person, its people, the requests that wait for an owner."""

    name: str
    href: str
    role: str
    people: tuple[str, ...]
    more: int
    waiting: int


def read(desk: Desk) -> tuple[TeamRow, ...] | None:
    """The first organisations of the person, by name."""
    shown = desk.memberships[:MOST_SHOWN]
    if not shown:
        return None
    people, waiting = read_people(shown), read_waiting(shown)
    return tuple(
        TeamRow(
            name=mine.organisation.name,
            href=f"/espace/organisations/{mine.organisation_id}/equipe",
            role=mine.member_role.label,
            people=tuple(people[mine.organisation_id][:SHOWN_PEOPLE]),
            more=max(0, len(people[mine.organisation_id]) - SHOWN_PEOPLE),
            waiting=waiting.get(mine.organisation_id, 0),
        )
        for mine in shown
    )


def read_people(shown: list[Membership]) -> dict[int, list[str]]:
    """The names of the members of each organisation, the first to join first."""
    names: dict[int, list[str]] = {mine.organisation_id: [] for mine in shown}
    select = (
        sa.select(Membership.organisation_id, Person)
        .join(Membership.person)
        .where(Membership.organisation_id.in_(names))
        .order_by(Membership.joined_at, Membership.id)
    )
    for number, person in db.session.execute(select):
        names[number].append(person.display_name)
    return names


def read_waiting(shown: list[Membership]) -> dict[int, int]:
    """How many requests wait in each organisation that the person answers for."""
    mine = [m.organisation_id for m in shown if m.member_role is MemberRole.OWNER]
    select = (
        sa.select(JoinRequest.organisation_id, sa.func.count())
        .where(
            JoinRequest.organisation_id.in_(mine), JoinRequest.state == RequestState.WAITING.value
        )
        .group_by(JoinRequest.organisation_id)
    )
    # A result has a `keys` of its own: `dict` must be given its rows.
    return dict(iter(db.session.execute(select)))


BLOCK = Block(
    key="equipe",
    title="Votre équipe",
    template="dashboard/team.html",
    read=read,
    empty=lambda _desk: "Vous n’êtes dans aucune organisation",
    is_for=lambda desk: bool(desk.memberships),
)

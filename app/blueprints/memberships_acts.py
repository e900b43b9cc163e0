"""Who acts on a team, and what the pages show of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.blueprints.access import me
from app.blueprints.urls import letter_url
from app.extensions import db
from app.organisations import invitations, members, networks, requests, steps, team
from app.organisations.invitations import Invitation
from app.organisations.members import Membership
from app.organisations.networks import NetworkPlace
from app.organisations.requests import JoinRequest, RequestState
from app.organisations.steps import Act, TeamStep


def act_of(*, is_team: bool = False) -> Act:
    """What the person signed in does now; `is_team` where they do it for the portal team."""
    return Act(by=me().id, now=clock.now(), site=letter_url(), is_team=is_team)


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """All that is shown of a team; `removed` are the steps that took people out."""

    members: tuple[Membership, ...]
    asked: tuple[JoinRequest, ...]
    refused: tuple[JoinRequest, ...]
    removed: tuple[TeamStep, ...]
    invited: tuple[Invitation, ...]
    places: tuple[NetworkPlace, ...]
    history: tuple[TeamStep, ...]


def read_team(organisation: int, now: datetime) -> TeamPage:
    """The team of an organisation, in a constant number of queries."""
    return TeamPage(
        members=tuple(db.session.scalars(members.of_organisation(organisation))),
        asked=tuple(db.session.scalars(requests_of(organisation, RequestState.WAITING))),
        refused=tuple(db.session.scalars(requests_of(organisation, RequestState.REFUSED))),
        removed=tuple(db.session.scalars(team.removed(organisation))),
        invited=tuple(
            db.session.scalars(
                invitations.waiting(now).where(Invitation.organisation_id == organisation)
            )
        ),
        places=tuple(db.session.scalars(networks.of_organisation(organisation))),
        history=tuple(db.session.scalars(steps.of_organisation(organisation))),
    )


def requests_of(organisation: int, state: RequestState) -> sa.Select[JoinRequest]:
    """The requests to an organisation in that state."""
    return requests.in_state(state).where(JoinRequest.organisation_id == organisation)

"""What the lists of groups show: values only, computed once."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.blueprints.access import me, my_membership
from app.blueprints.urls import letter_url
from app.clock import say_moment
from app.consortia.acting import Actor
from app.consortia.models import Consortium, Place
from app.consortia.states import ConsortiumState, PlaceState
from app.organisations.models import Organisation

LOOKS = {
    ConsortiumState.SEEKING: "warm",
    ConsortiumState.OPEN: "calm",
    ConsortiumState.COMPLETE: "good",
    ConsortiumState.SUBMITTED: "wait",
    ConsortiumState.WON: "good",
    ConsortiumState.LOST: "stop",
    ConsortiumState.DISSOLVED: "quiet",
}


def list_path(organisation: int) -> str:
    """The groups of an organisation."""
    return f"/espace/organisations/{organisation}/groupements"


def page_path(organisation: int, consortium: int) -> str:
    """The page of a group, for that organisation."""
    return f"{list_path(organisation)}/{consortium}"


def make_actor(organisation: Organisation | None = None) -> Actor:
    """The person of this request, for the organisation of the page or for that one."""
    return Actor(
        person=me(),
        organisation=organisation or my_membership().organisation,
        now=clock.now(),
        site=letter_url(),
    )


@dataclass(frozen=True, kw_only=True)
class ConsortiumCard:
    """A group in the list of a structure that has a place in it."""

    title: str
    href: str
    state_label: str
    look: str
    role: str
    is_waiting: bool
    members: str
    deadline: str
    is_demo: bool

    @classmethod
    def of(cls, consortium: Consortium, organisation: int) -> ConsortiumCard:
        """The card of a group, its places loaded."""
        mine = next(p for p in consortium.places if p.organisation_id == organisation)
        deadline = consortium.deadline_at
        return cls(
            title=consortium.title,
            href=page_path(organisation, consortium.id),
            state_label=consortium.consortium_state.label,
            look=LOOKS[consortium.consortium_state],
            role=say_role(mine),
            is_waiting=is_waiting(consortium, mine),
            members=", ".join(place.name for place in consortium.members),
            deadline=say_moment(deadline) if deadline else "",
            is_demo=consortium.is_demo,
        )


def say_role(place: Place) -> str:
    """What a structure is in a group, in words."""
    return "Mandataire" if place.is_lead else place.place_state.label


def is_waiting(consortium: Consortium, mine: Place) -> bool:
    """Whether something waits for the answer of that structure."""
    if mine.is_lead:
        return any(place.state == PlaceState.ASKING for place in consortium.places)
    return mine.state == PlaceState.INVITED


@dataclass(frozen=True, kw_only=True)
class CallCard:
    """A group that looks for partners, as other structures see it; no name where it shows none."""

    id: int
    title: str
    tender: str
    who: str
    size: int
    deadline: str
    is_demo: bool
    href: str

    @classmethod
    def of(cls, consortium: Consortium, organisation: int) -> CallCard:
        """The card, its places loaded; `href` is its page where that structure has a place."""
        mine = next((p for p in consortium.places if p.organisation_id == organisation), None)
        is_inside = mine is not None and mine.place_state in (
            PlaceState.INVITED,
            PlaceState.ASKING,
            PlaceState.ACCEPTED,
        )
        names = ", ".join(place.name for place in consortium.members)
        return cls(
            id=consortium.id,
            title=consortium.title,
            tender=f"/marches/{consortium.reference}",
            who=names if consortium.is_open_call or is_inside else "",
            size=len(consortium.members),
            deadline=say_moment(consortium.deadline_at) if consortium.deadline_at else "",
            is_demo=consortium.is_demo,
            href=page_path(organisation, consortium.id) if is_inside else "",
        )

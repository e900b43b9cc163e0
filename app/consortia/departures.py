"""Who leaves a group, and who leads it then."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consortia import telling
from app.consortia.acting import NOT_MEMBER, Actor, claim, move_place, note
from app.consortia.content_models import LotShare
from app.consortia.models import Consortium, Place
from app.consortia.places import find_place, tell_answer
from app.consortia.states import LOOKING, WAITING, ConsortiumState, PlaceState
from app.errors import InvalidError, NotAllowedError


def cancel(session: Session, consortium: Consortium, number: int, actor: Actor) -> Place:
    """Take back an invitation, as the lead, or one’s own request. Flushes."""
    place = find_place(consortium, number)
    is_own = place.organisation_id == actor.organisation.id
    if not (place.state == PlaceState.ASKING and is_own):
        actor.require_lead(consortium)
    if place.place_state not in WAITING:
        raise InvalidError("Cette réponse n’est plus attendue.")
    claim(session, consortium, actor.now)
    move_place(place, PlaceState.CANCELLED, actor.now)
    note(session, consortium, actor, f"retire {place.name}, qui n’avait pas de réponse")
    return place


def leave(session: Session, consortium: Consortium, actor: Actor) -> Place:
    """Leave a group before its offer is sent; the lead hands its part over first. Flushes."""
    place = actor.require_member(consortium)
    if place.is_lead and len(consortium.members) > 1:
        raise InvalidError(
            "Le mandataire confie d’abord son rôle à un autre membre, ou dissout le groupement."
        )
    if place.is_lead:
        raise InvalidError("Vous êtes seul dans ce groupement\u00a0: dissolvez-le.")
    take_out(session, consortium, place, PlaceState.LEFT, actor, "quitte le groupement")
    return place


def remove(session: Session, consortium: Consortium, number: int, actor: Actor) -> Place:
    """Remove a member, as the lead, before the offer is sent. Flushes."""
    actor.require_lead(consortium)
    place = find_place(consortium, number)
    if place.is_lead:
        raise InvalidError("Le mandataire ne se retire pas lui-même.")
    take_out(session, consortium, place, PlaceState.REMOVED, actor, f"retire {place.name}")
    once = f"{consortium.id}:{consortium.version}"
    told = "a retiré votre structure du groupement"
    telling.tell(session, "consortium-answer", consortium, place, actor, once=once, answer=told)
    return place


def take_out(
    session: Session,
    consortium: Consortium,
    place: Place,
    after: PlaceState,
    actor: Actor,
    said: str,
) -> None:
    """End a place with its shares; a group that was complete is open again."""
    state = consortium.consortium_state
    if state not in (*LOOKING, ConsortiumState.COMPLETE):
        raise InvalidError("L’offre est déposée\u00a0: les membres ne changent plus ici.")
    if place.state != PlaceState.ACCEPTED:
        raise InvalidError("Cette structure n’est pas membre du groupement.")
    reopens = state is ConsortiumState.COMPLETE
    values: dict[str, object] = (
        {"state": ConsortiumState.OPEN.value, "came_from": state.value} if reopens else {}
    )
    claim(session, consortium, actor.now, **values)
    move_place(place, after, actor.now)
    place.insertion_hours = 0
    session.execute(sa.delete(LotShare).where(LotShare.place_id == place.id))
    move = (state.value, ConsortiumState.OPEN) if reopens else None
    note(session, consortium, actor, said, move=move)
    if after is PlaceState.LEFT:
        tell_answer(session, consortium, actor, said)


def hand_over(session: Session, consortium: Consortium, number: int, actor: Actor) -> Place:
    """Give the lead to another member; where the lead left the portal, any member may. Flushes."""
    mine = actor.require_member(consortium)
    current = consortium.lead
    is_gone = current is None or current.organisation_id is None
    if not is_gone and not mine.is_lead:
        raise NotAllowedError("Seul le mandataire peut confier son rôle.")
    place = find_place(consortium, number)
    if place.state != PlaceState.ACCEPTED or place.organisation_id is None:
        raise InvalidError(NOT_MEMBER)
    if place.is_lead:
        raise InvalidError(f"{place.name} est déjà mandataire.")
    claim(session, consortium, actor.now)
    if current is not None:
        current.is_lead = False
        session.flush()  # the database keeps one lead at a time
    place.is_lead = True
    note(session, consortium, actor, f"{place.name} devient mandataire")
    return place

"""Who comes into a group and who leaves it: nobody is ever added without its own yes."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import queries, telling
from app.consortia.acting import (
    Actor,
    claim,
    move_place,
    note,
)
from app.consortia.models import Consortium, Place
from app.consortia.states import (
    LOOKING,
    PLACE_NEXT,
    WAITING,
    PlaceState,
)
from app.errors import InvalidError, NotFoundError
from app.organisations.models import Organisation

MOST_PLACES = 30  # of one group, those who declined included
MOST_A_DAY = 20  # invitations and requests of one structure, over all its groups
LONGEST_MESSAGE = 1_500
NOT_LOOKING = "Ce groupement ne cherche pas de partenaires en ce moment."
COMPETING = (
    "Votre structure est déjà membre d’un autre groupement pour ce marché. Vérifiez que le "
    "règlement de la consultation n’interdit pas d’être dans deux offres, puis cochez la case"
    f"{NBSP}: les deux risquent sinon d’être écartées."
)


def find_place(consortium: Consortium, number: int) -> Place:
    """A place of a group, its places loaded; NotFoundError for any other."""
    found = next((place for place in consortium.places if place.id == number), None)
    if found is None:
        raise NotFoundError("Cette structure n’est pas dans ce groupement.")
    return found


def check_looking(consortium: Consortium) -> None:
    """Raise InvalidError where nobody may come."""
    if consortium.consortium_state not in LOOKING:
        raise InvalidError(NOT_LOOKING)


def invite(
    session: Session, consortium: Consortium, organisation: Organisation, text: str, actor: Actor
) -> Place:
    """Invite a structure: its members are told, or the portal team where nobody joined it. Flushes.

    Raises NotAllowedError to who does not lead, InvalidError where it may not be invited.
    """
    actor.require_lead(consortium)
    place = open_place(session, consortium, organisation, PlaceState.INVITED, text, actor)
    telling.invite(session, consortium, place, actor)
    note(session, consortium, actor, f"invite {place.name}")
    return place


def ask(
    session: Session, consortium: Consortium, text: str, actor: Actor, *, has_read: bool = False
) -> Place:
    """Ask to join a group that looks for partners: its lead is told. Flushes.

    `has_read` is that of `answer`.
    """
    check_competing(session, consortium, actor.organisation.id, has_read=has_read)
    place = open_place(session, consortium, actor.organisation, PlaceState.ASKING, text, actor)
    lead = consortium.lead
    if lead is not None:
        once = f"{consortium.id}:{consortium.version}"
        telling.tell(session, "consortium-request", consortium, lead, actor, once=once)
    note(session, consortium, actor, f"{place.name} se propose")
    return place


def open_place(
    session: Session,
    consortium: Consortium,
    organisation: Organisation,
    state: PlaceState,
    text: str,
    actor: Actor,
) -> Place:
    """A place that waits for an answer, new or open again."""
    check_looking(consortium)
    check_message(text)
    check_pace(session, actor)
    known = next((p for p in consortium.places if p.organisation_id == organisation.id), None)
    if known is not None and state not in PLACE_NEXT[known.place_state]:
        label = known.place_state.label.lower()
        raise InvalidError(f"{known.name}{NBSP}: déjà dans ce groupement ({label}).")
    if known is None and len(consortium.places) >= MOST_PLACES:
        raise InvalidError(
            f"Un groupement garde {MOST_PLACES} structures au plus, réponses comprises."
        )
    claim(session, consortium, actor.now)
    if known is None:
        known = Place(
            organisation_id=organisation.id,
            name=organisation.name,
            siret=organisation.siret or "",
            state=state.value,
            created_at=actor.now,
        )
        consortium.places.append(known)
    else:
        move_place(known, state, actor.now)
        known.created_at, known.answered_at = actor.now, None
    known.message = text
    session.flush()
    return known


def check_message(text: str) -> None:
    """Raise InvalidError where a message is too long."""
    if len(text) > LONGEST_MESSAGE:
        raise InvalidError(f"Message{NBSP}: {LONGEST_MESSAGE} caractères au plus.")


def check_pace(session: Session, actor: Actor) -> None:
    """Raise InvalidError where a structure invites or asks far too often."""
    mine = sa.select(Place.consortium_id).where(
        Place.organisation_id == actor.organisation.id, Place.is_lead
    )
    recent = sa.select(sa.func.count(Place.id)).where(
        Place.created_at > actor.now - timedelta(days=1),
        sa.or_(
            sa.and_(Place.consortium_id.in_(mine), Place.is_lead.is_(False)),
            sa.and_(Place.organisation_id == actor.organisation.id, Place.state.in_(WAITING)),
        ),
    )
    if session.scalars(recent).one() >= MOST_A_DAY:
        raise InvalidError(f"{MOST_A_DAY} invitations par jour au plus{NBSP}: reprenez demain.")


def answer(
    session: Session, consortium: Consortium, actor: Actor, *, accepts: bool, has_read: bool = False
) -> Place:
    """Accept or decline the invitation of one’s own structure. Flushes.

    `has_read` says that the person saw that another offer of the same lot has it as a member:
    InvalidError where it is so and they did not.
    """
    place = require_waiting(consortium, actor, PlaceState.INVITED)
    if accepts:
        check_looking(consortium)
        check_competing(session, consortium, actor.organisation.id, has_read=has_read)
    claim(session, consortium, actor.now)
    move_place(place, PlaceState.ACCEPTED if accepts else PlaceState.DECLINED, actor.now)
    said = "accepte l’invitation" if accepts else "décline l’invitation"
    note(session, consortium, actor, said)
    tell_answer(session, consortium, actor, said)
    return place


def require_waiting(consortium: Consortium, actor: Actor, state: PlaceState) -> Place:
    """The place of the actor’s structure, which waits so; InvalidError otherwise."""
    place = actor.place_in(consortium)
    if place is None or place.state != state:
        raise InvalidError("Cette réponse n’est plus attendue.")
    return place


def check_competing(
    session: Session, consortium: Consortium, organisation_id: int, *, has_read: bool
) -> None:
    """Raise InvalidError where a structure would be in two offers and nobody saw it."""
    rival = session.scalars(queries.competing(consortium, organisation_id)).first()
    if rival is not None and not has_read:
        raise InvalidError(COMPETING)


def tell_answer(session: Session, consortium: Consortium, actor: Actor, said: str) -> None:
    """Tell the lead what a structure answered."""
    lead = consortium.lead
    if lead is not None and lead.organisation_id != actor.organisation.id:
        once = f"{consortium.id}:{consortium.version}"
        telling.tell(session, "consortium-answer", consortium, lead, actor, once=once, answer=said)


def decide(
    session: Session, consortium: Consortium, number: int, actor: Actor, *, accepts: bool
) -> Place:
    """Answer, as the lead, a structure that asks to join. Flushes."""
    actor.require_lead(consortium)
    place = find_place(consortium, number)
    if place.state != PlaceState.ASKING:
        raise InvalidError("Cette réponse n’est plus attendue.")
    if accepts:
        check_looking(consortium)
    claim(session, consortium, actor.now)
    move_place(place, PlaceState.ACCEPTED if accepts else PlaceState.REFUSED, actor.now)
    said = f"{'accueille' if accepts else 'ne retient pas'} {place.name}"
    note(session, consortium, actor, said)
    once = f"{consortium.id}:{consortium.version}"
    answer = "accepte votre proposition" if accepts else "ne retient pas votre proposition"
    telling.tell(session, "consortium-answer", consortium, place, actor, once=once, answer=answer)
    return place

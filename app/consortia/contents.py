"""What the members leave in a group: what they settled, messages."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import queries, telling
from app.consortia.acting import Actor, take_turn
from app.consortia.content_models import ConsortiumMessage, SettledPoint
from app.consortia.models import Consortium
from app.consortia.states import ConsortiumState
from app.consortia.texts import PointText, load_texts
from app.errors import InvalidError, NotFoundError

LONGEST_DECISION = 600
LONGEST_TEXT = 4_000
MOST_MESSAGES = 1_000


def check_alive(consortium: Consortium) -> None:
    """Raise InvalidError where a group is dissolved: it is only read."""
    if consortium.consortium_state is ConsortiumState.DISSOLVED:
        raise InvalidError("Ce groupement est dissous\u00a0: il se lit encore, rien de plus.")


def list_points(
    session: Session, consortium: Consortium
) -> list[tuple[PointText, SettledPoint | None]]:
    """The points to settle in the order of the list, with what was agreed."""
    settled = {point.key: point for point in session.scalars(queries.points(consortium.id))}
    return [(point, settled.get(point.key)) for point in load_texts().points]


def settle(session: Session, consortium: Consortium, key: str, decision: str, actor: Actor) -> None:
    """Write what the members agreed on a point; nothing makes it open again. Flushes.

    Raises NotFoundError for a point that is not in the list, InvalidError for a text too long.
    """
    actor.require_member(consortium)
    check_alive(consortium)
    if key not in {point.key for point in load_texts().points}:
        raise NotFoundError("Ce point n’est pas dans la liste.")
    if len(decision) > LONGEST_DECISION:
        raise InvalidError(f"Ce qui est convenu{NBSP}: {LONGEST_DECISION} caractères au plus.")
    take_turn(session, consortium)
    select = queries.points(consortium.id).where(SettledPoint.key == key)
    kept = session.scalars(select).one_or_none()
    if not decision:
        if kept is not None:
            session.delete(kept)
    elif kept is None:
        session.add(make_point(consortium, key, decision, actor))
    else:
        kept.decision, kept.author, kept.at = decision, name_of(actor), actor.now
    session.flush()


def make_point(consortium: Consortium, key: str, decision: str, actor: Actor) -> SettledPoint:
    """What was agreed on a point."""
    return SettledPoint(
        consortium_id=consortium.id, key=key, decision=decision, author=name_of(actor), at=actor.now
    )


def name_of(actor: Actor) -> str:
    """Who acts, and for whom."""
    return f"{actor.person.display_name}, {actor.organisation.name}"[:255]


def write(session: Session, consortium: Consortium, text: str, actor: Actor) -> ConsortiumMessage:
    """Write to the other members, who are told once a day at the most. Flushes."""
    actor.require_member(consortium)
    check_alive(consortium)
    if not text:
        raise InvalidError("Écrivez le message.")
    if len(text) > LONGEST_TEXT:
        raise InvalidError(f"Message{NBSP}: {LONGEST_TEXT} caractères au plus.")
    count = sa.select(sa.func.count(ConsortiumMessage.id)).where(
        ConsortiumMessage.consortium_id == consortium.id
    )
    if session.scalars(count).one() >= MOST_MESSAGES:
        raise InvalidError(f"Un groupement garde {MOST_MESSAGES} messages.")
    made = ConsortiumMessage(
        consortium_id=consortium.id,
        text=text,
        author=actor.person.display_name[:255],
        organisation=actor.organisation.name[:255],
        at=actor.now,
    )
    session.add(made)
    telling.tell_messages(session, consortium, actor)
    session.flush()
    return made

"""The groups that wait for an answer of the person's structures, or look for partners."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.blueprints.consortia_cards import page_path
from app.blueprints.consortia_seekers import Seekers, count_seekers
from app.blueprints.dashboard.block import Block, Desk
from app.consortia import queries
from app.consortia.models import Place
from app.consortia.states import PlaceState
from app.extensions import db
from app.pursuits.models import Pursuit
from app.pursuits.states import ACTIVE

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class ConsortiaView:
    """What waits for an answer, (sentence, address), then who looks on followed consultations."""

    waiting: tuple[tuple[str, str], ...]
    seekers: tuple[Seekers, ...]


def read(desk: Desk) -> ConsortiaView | None:
    """The invitations and requests to answer, the groups that look on what is followed."""
    numbers = [membership.organisation_id for membership in desk.memberships]
    rows = db.session.execute(queries.waiting_for(numbers).limit(SHOWN))
    waiting = [say_waiting(place, lead) for place, lead in rows]
    followed = sa.select(Pursuit.reference).where(
        Pursuit.organisation_id.in_(numbers), Pursuit.state.in_(ACTIVE)
    )
    seekers = count_seekers(followed)
    if not waiting and not seekers:
        return None
    return ConsortiaView(waiting=tuple(waiting), seekers=tuple(seekers[:SHOWN]))


def say_waiting(place: Place, lead: int | None) -> tuple[str, str]:
    """What waits, in words, and its page for who answers."""
    if place.state == PlaceState.INVITED:
        said, answers = f"Invitation\u00a0: {place.consortium.title}", place.organisation_id
    else:
        said, answers = f"{place.name} se propose\u00a0: {place.consortium.title}", lead
    return said, page_path(answers or 0, place.consortium_id)


BLOCK = Block(
    key="groupements",
    title="Vos groupements",
    template="dashboard/consortia.html",
    read=read,
    empty=lambda _desk: "Aucune invitation à un groupement",
    tries=lambda _desk: (("Ouvrir vos groupements", "/espace/groupements"),),
    is_for=lambda desk: bool(desk.memberships),
)

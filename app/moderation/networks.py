"""What a network publishes by itself: proposed in its name, accepted at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.services import record
from app.errors import InvalidError
from app.events.services import SUBJECT, get_event
from app.moderation.services import accept
from app.organisations.models import Organisation
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind
from app.proposals.services import Draft

MOST_PER_DAY = 50  # events of one network


def publish_event(
    session: Session, network: Organisation, title: str, cells: dict[str, str], now: datetime
) -> str:
    """Put an event of a network in the agenda, and give the path of its page.

    The proposal that the queue keeps and the history of the sheet name the network. InvalidError
    where the agenda has it already, or the network publishes too much: nothing is then kept.
    """
    origin = f"réseau : {network.name}"[:255]
    recent = sa.select(sa.func.count(Proposal.id)).where(
        Proposal.origin == origin, Proposal.created_at > now - timedelta(days=1)
    )
    if session.scalars(recent).one() >= MOST_PER_DAY:
        raise InvalidError("Le réseau a publié beaucoup d’événements aujourd’hui.")
    texts = {**cells, "organisateur": network.name, "source": f"Publié par {network.name}"[:500]}
    with session.begin_nested():  # what the agenda refuses leaves no proposal behind
        draft = Draft(kind=ProposalKind.EVENT, title=title, payload=texts)
        proposal = services.keep(session, draft, origin, now)
        path = accept(session, proposal.id, now)
        event = get_event(session, path.rpartition("/")[2])
        event.origin = origin
        changes: dict[str, list[object]] = {"origin": ["", origin]}
        record(session, (SUBJECT, event.slug), changes, author=network.name[:120], now=now)
    return path

"""Accept or refuse what waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.moderation.handlers import HANDLERS
from app.proposals import services
from app.proposals.models import ProposalKind, ProposalState


def accept(session: Session, number: int, now: datetime) -> str:
    """Do what a proposal asks, close it, and give the path of the page that shows it.

    NotFoundError or InvalidError where it cannot be accepted; nothing is then changed.
    """
    with session.begin_nested():  # what the handler refuses leaves the proposal waiting
        proposal = services.decide(session, number, ProposalState.ACCEPTED, now)
        return HANDLERS[ProposalKind(proposal.kind)](session, proposal, now)


def refuse(session: Session, number: int, reason: str, now: datetime) -> None:
    """Close a proposal without doing what it asks, and keep why."""
    if not reason.strip():
        raise InvalidError("Dites pourquoi la proposition est refusée.")
    services.decide(session, number, ProposalState.REFUSED, now, reason)

"""Accepting an event or an announcement of premises: it is created from the texts proposed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.events import services as events
from app.events.fields import read_cells as read_event
from app.premises import services as premises
from app.premises.fields import read_cells as read_premises
from app.proposals.models import Proposal


def texts_of(proposal: Proposal) -> dict[str, str]:
    """The texts of a proposal, by name."""
    return {name: str(value) for name, value in proposal.payload.items()}


def accept_event(session: Session, proposal: Proposal, now: datetime) -> str:
    """Put the event in the agenda, and give the path of its page."""
    made = events.propose_accepted(session, read_event(texts_of(proposal)), now)
    return f"/agenda/{made.slug}"


def accept_premises(session: Session, proposal: Proposal, now: datetime) -> str:
    """Publish the announcement, and give the path of its page."""
    made = premises.create(session, read_premises(texts_of(proposal)), now, origin="proposition")
    return f"/locaux/{made.slug}"

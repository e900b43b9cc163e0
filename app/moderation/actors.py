"""What accepting a proposal about an actor does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.proposals.models import Proposal
from app.stakeholders.services import add_proposed, apply_change


def accept_actor(session: Session, proposal: Proposal, now: datetime) -> str:
    """Make the sheet of an actor that somebody proposed, to be verified."""
    return add_proposed(session, proposal.payload, now).path


def accept_change(session: Session, proposal: Proposal, now: datetime) -> str:
    """Write on a sheet what an import proposed."""
    values = proposal.payload["values"]
    return apply_change(session, proposal.subject, values, proposal.origin, now).path

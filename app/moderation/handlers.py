"""What accepting does, by kind: one line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.funding.services import accept_change as accept_scheme_change
from app.moderation.actors import accept_actor, accept_change
from app.moderation.agenda import accept_event, accept_premises
from app.moderation.sector_interest import accept_interest
from app.proposals.models import Proposal, ProposalKind

Accept = Callable[[Session, Proposal, datetime], str]
"""Do what the proposal asks, flush, and give the path of the page that shows it.

InvalidError where what it says cannot be kept.
"""

HANDLERS: dict[ProposalKind, Accept] = {
    ProposalKind.SECTOR_INTEREST: accept_interest,
    ProposalKind.EVENT: accept_event,
    ProposalKind.PREMISES: accept_premises,
    ProposalKind.ACTOR: accept_actor,
    ProposalKind.ACTOR_CHANGE: accept_change,
    ProposalKind.SCHEME_CHANGE: accept_scheme_change,
}

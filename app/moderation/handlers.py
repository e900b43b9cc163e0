"""What accepting does, by kind: one line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.funding.services import accept_change as accept_scheme_change
from app.proposals.models import Proposal, ProposalKind

Accept = Callable[[Session, Proposal, datetime], str]
"""Do what the proposal asks, flush, and give the path of the page that shows it.

InvalidError where what it says cannot be kept.
"""

HANDLERS: dict[ProposalKind, Accept] = {
    ProposalKind.SCHEME_CHANGE: accept_scheme_change,
}

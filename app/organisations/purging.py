"""What is forgotten of joining: codes that serve no more, addresses invited long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.organisations.invitations import Invitation
from app.organisations.requests import JoinCode, JoinRequest, RequestState
from app.organisations.steps import Step, TeamStep

KEPT = timedelta(days=365)
WITH_ADDRESS = (Step.INVITED.value, Step.CANCELLED.value, Step.DECLINED.value)
FORGOTTEN = "adresse effacée"


def purge(session: Session, now: datetime) -> int:
    """Erase expired codes, and what is more than a year old of requests and invitations.

    The steps stay, without the addresses that were invited. Gives the number of rows erased;
    flushes.
    """
    limit = now - KEPT
    erased = 0
    for statement in (
        sa.delete(JoinCode).where(JoinCode.expires_at < now),
        sa.delete(Invitation).where(Invitation.expires_at < limit),
        sa.delete(JoinRequest).where(
            JoinRequest.state != RequestState.WAITING.value, JoinRequest.decided_at < limit
        ),
    ):
        erased += session.execute(statement).rowcount  # type: ignore[attr-defined]
    session.execute(
        sa.update(TeamStep)
        .where(TeamStep.step.in_(WITH_ADDRESS), TeamStep.at < limit)
        .values(detail=FORGOTTEN)
    )
    return erased

"""How many messages may be written: by one network, to one structure, from one address."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Attempt
from app.accounts.shares import read_network, take_share

# What is counted, how many of it, in how long. A school or a company shares one network address.
LIMITS = {
    "contact-network": (10, timedelta(hours=1)),
    "contact-siae": (20, timedelta(days=1)),
    "contact-address": (3, timedelta(hours=1)),
}
LONGEST = max(span for _, span in LIMITS.values())
FULL = "Trop de messages ont été écrits en peu de temps. Réessayez plus tard."


def count_try(session: Session, siae_id: int, address: str, network: str, now: datetime) -> None:
    """Count a message; InvalidError where one of the three has had its share. Flushes."""
    whats = {
        "contact-network": read_network(network),
        "contact-siae": str(siae_id),
        "contact-address": address,
    }
    take_share(session, whats, LIMITS, FULL, now)


def forget_tries(session: Session, now: datetime) -> None:
    """Erase the tries that count no more. Flushes."""
    session.execute(
        sa.delete(Attempt).where(Attempt.action.in_(list(LIMITS)), Attempt.at < now - LONGEST)
    )

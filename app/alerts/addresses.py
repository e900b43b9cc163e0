"""Whether an address may be written to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.mail import pauses


def may_write_to(session: Session, address: str) -> bool:
    """Whether letters still reach that address; one that bounces is paused by the outbox."""
    return pauses.find(session, address) is None

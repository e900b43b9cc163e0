"""Addresses that a mail server refused for good: letters are kept, and no longer sent to them.

Writing on to a mailbox that does not exist is what spammers do, and servers end up refusing
everything. An `essential` letter (a password that somebody has just asked for) leaves all the
same: it answers one act of one person, is throttled with it, and is their only way back in if the
mailbox works again. The address is kept as a digest: it outlives the letters, and names nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import say_day, to_paris
from app.mail.inert import inert_line
from app.mail.models import PausedAddress
from app.toolkit.typography import NBSP


def digest(address: str) -> str:
    """The SHA-256 of an address, in hexadecimal, whatever its case."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def find(session: Session, address: str) -> PausedAddress | None:
    """The pause of that address, if any."""
    return session.scalars(
        sa.select(PausedAddress).where(PausedAddress.digest == digest(address))
    ).one_or_none()


def among(session: Session, addresses: Collection[str]) -> set[str]:
    """Those of these addresses that are paused, in one query."""
    by_digest = {digest(address): address for address in addresses}
    found = session.scalars(
        sa.select(PausedAddress.digest).where(PausedAddress.digest.in_(by_digest))
    )
    return {by_digest[item] for item in found}


def count() -> sa.Select[int]:
    """How many addresses are paused."""
    return sa.select(sa.func.count()).select_from(PausedAddress)


def pause(session: Session, address: str, reason: str, now: datetime) -> PausedAddress:
    """Pause an address; the first reason stays. Flushes."""
    found = find(session, address)
    if found is None:
        found = PausedAddress(digest=digest(address), reason=inert_line(reason, 500), since=now)
        session.add(found)
        session.flush()
    return found


def resume(session: Session, address: str) -> bool:
    """Write to an address again; whether it was paused. Flushes."""
    ended = session.execute(sa.delete(PausedAddress).where(PausedAddress.digest == digest(address)))
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def say(found: PausedAddress) -> str:
    """Why a letter for that address is kept."""
    day = say_day(to_paris(found.since).date())
    return inert_line(f"Adresse en pause depuis le {day}{NBSP}: {found.reason}", 500)

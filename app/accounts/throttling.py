"""Guesses slowed down: after a few failures each new try waits longer, never for ever.

A try is counted before it is judged, and taken back when it was right: tries sent at the same
moment do not pass together. A try that is refused because it came too early is not counted, so
that who attacks an account cannot push its owner's turn further and further. Keys are digests with
the secret of the portal: the table tells neither addresses nor accounts.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Attempt
from app.errors import TooManyError

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many tries are `free` in the window; then one a delay, each longer than the one before."""

    action: str
    free: int
    window: timedelta


SIGN_IN_ACCOUNT = Limit(action="sign-in", free=5, window=timedelta(hours=24))
SIGN_IN_NETWORK = Limit(action="sign-in-network", free=30, window=timedelta(hours=1))
SECOND_STEP = Limit(action="second-step", free=5, window=timedelta(hours=24))
PROOF = Limit(action="proof", free=5, window=timedelta(hours=24))
LETTERS_NETWORK = Limit(action="letters-network", free=20, window=timedelta(hours=1))
LETTERS_ADDRESS = Limit(action="letters-address", free=3, window=timedelta(hours=1))


def key_of(secret: str, what: str) -> str:
    """The key under which the tries on an account or from a network are counted."""
    return hmac.new(secret.encode(), f"attempt:{what}".encode(), hashlib.sha256).hexdigest()


def network_of(address: str | None) -> str | None:
    """The network that an address belongs to: itself in IPv4, its /64 in IPv6.

    None for what is no address of the outside: a proxy that was not declared, this machine. Their
    tries are not counted together, or one visitor would slow everybody down.
    """
    try:
        read = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped:
        read = read.ipv4_mapped
    if read.is_loopback or read.is_unspecified:
        return None
    if read.version == 6:
        return str(ipaddress.ip_network((read, 64), strict=False))
    return str(read)


def wait_after(limit: Limit, tries: Sequence[datetime], now: datetime) -> timedelta:
    """How long the next try waits; `tries` are those of the window, the latest first."""
    beyond = len(tries) - limit.free
    if beyond < 0:
        return timedelta(0)
    delay = DELAYS[min(beyond, len(DELAYS) - 1)]
    return max(tries[0] + delay - now, timedelta(0))


def claim(session: Session, limit: Limit, key: str, now: datetime) -> int:
    """Count a try, before it is judged, and its number; TooManyError where it is early. Flushes.

    The caller commits before judging, and calls `forgive` or `forget` after a right one.
    """
    made = Attempt(action=limit.action, key=key, at=now)
    session.add(made)
    session.flush()  # first: on SQLite, nobody else counts until this ends
    before = session.scalars(
        sa.select(Attempt.at)
        .where(
            Attempt.action == limit.action,
            Attempt.key == key,
            Attempt.at > now - limit.window,
            Attempt.id != made.id,
        )
        .order_by(Attempt.at.desc())
        .limit(limit.free + len(DELAYS))
    ).all()
    wait = wait_after(limit, before, now)
    if wait:
        session.delete(made)
        session.flush()
        raise TooManyError(wait)
    return made.id


def forgive(session: Session, tries: Sequence[int]) -> None:
    """Take back tries, by their numbers: they were right, or did not happen. Flushes."""
    session.execute(sa.delete(Attempt).where(Attempt.id.in_(tries)))


def forget(session: Session, limit: Limit, key: str) -> None:
    """Take back every try of that key: the person proved who they are. Flushes."""
    session.execute(sa.delete(Attempt).where(Attempt.action == limit.action, Attempt.key == key))


def is_within(session: Session, limit: Limit, key: str, now: datetime) -> bool:
    """Count a try where it is in its limit, and say whether it is: for what is dropped silently."""
    try:
        claim(session, limit, key, now)
    except TooManyError:
        return False
    return True


def purge(session: Session, now: datetime) -> int:
    """Erase the tries that no longer count, and how many. Flushes."""
    erased = session.execute(sa.delete(Attempt).where(Attempt.at <= now - KEPT))
    return int(erased.rowcount)  # type: ignore[attr-defined]

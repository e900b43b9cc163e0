"""How many messages may be written: by one network, to one structure, from one address."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Attempt
from app.accounts.tokens import digest
from app.errors import InvalidError

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
    keys = {
        "contact-network": digest(read_network(network)),
        "contact-siae": digest(str(siae_id)),
        "contact-address": digest(address),
    }
    for action, (most, span) in LIMITS.items():
        select = sa.select(sa.func.count(Attempt.id)).where(
            Attempt.action == action, Attempt.key == keys[action], Attempt.at > now - span
        )
        if session.scalars(select).one() >= most:
            raise InvalidError(FULL)
    session.add_all(Attempt(action=action, key=key, at=now) for action, key in keys.items())
    session.flush()


def read_network(raw: str) -> str:
    """A network as one reader has it: an IPv4 address, the first half of an IPv6 one."""
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return "inconnu"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def forget_tries(session: Session, now: datetime) -> None:
    """Erase the tries that count no more. Flushes."""
    session.execute(
        sa.delete(Attempt).where(Attempt.action.in_(list(LIMITS)), Attempt.at < now - LONGEST)
    )

"""How much may be sent without an account: each network, address and thing has its share.

A share is counted whole and comes back with time; `throttling` slows guesses down instead.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Attempt
from app.accounts.tokens import digest
from app.errors import InvalidError

Limits = Mapping[str, tuple[int, timedelta]]
"""By action: how many of it, in how long."""


def take_share(
    session: Session, whats: Mapping[str, str], limits: Limits, full: str, now: datetime
) -> None:
    """Count an act for each of these, by action; nothing is counted where one had its share.

    Raises InvalidError, with that sentence, then. Flushes.
    """
    keys = {action: digest(what) for action, what in whats.items()}
    for action, key in keys.items():
        most, span = limits[action]
        select = sa.select(sa.func.count(Attempt.id)).where(
            Attempt.action == action, Attempt.key == key, Attempt.at > now - span
        )
        if session.scalars(select).one() >= most:
            raise InvalidError(full)
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

"""How long alerts are kept: seven days unconfirmed, a year between two answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.links import Links
from app.alerts.models import Alert, Subscriber, Told
from app.alerts.services import UNCONFIRMED_FOR, is_empty
from app.mail import outbox

ASKED_AFTER = timedelta(days=365)
PAUSED_AFTER = timedelta(days=30)  # without an answer
TOLD_FOR = timedelta(days=730)  # after that, nothing that is told again was ever read
RENEWAL = "alert-renewal"  # a letter
MOST_ASKED = 200  # in one run: the others the next day


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """What was done."""

    erased: int
    asked: int
    paused: int


def keep_up(session: Session, links: Links, now: datetime) -> Upkeep:
    """Erase what nobody confirmed, ask addresses again, pause those that do not answer. Flushes."""
    old = sa.delete(Alert).where(
        Alert.confirmed_at.is_(None), Alert.created_at <= now - UNCONFIRMED_FOR
    )
    erased = int(session.execute(old).rowcount)  # type: ignore[attr-defined]
    session.execute(sa.delete(Subscriber).where(is_empty()))
    session.execute(sa.delete(Told).where(Told.told_at <= now - TOLD_FOR))
    paused = pause_silent(session, now)
    return Upkeep(erased=erased, asked=ask_again(session, links, now), paused=paused)


def ask_again(session: Session, links: Links, now: datetime) -> int:
    """Ask the addresses that said yes a year ago whether they still want their alerts."""
    running = sa.select(Alert.id).where(
        Alert.subscriber_id == Subscriber.id,
        Alert.confirmed_at.is_not(None),
        Alert.paused_at.is_(None),
    )
    select = (
        sa.select(Subscriber)
        .where(
            Subscriber.address.is_not(None),
            Subscriber.renewed_at <= now - ASKED_AFTER,
            Subscriber.renewal_asked_at.is_(None),
            running.exists(),
        )
        .order_by(Subscriber.id)
        .limit(MOST_ASKED)
    )
    found = session.scalars(select).all()
    for subscriber in found:
        subscriber.renewal_asked_at = now
        values = {"manage": links.manage(subscriber.key), "days": PAUSED_AFTER.days}
        once = f"{RENEWAL}:{subscriber.key}:{now:%Y-%m-%d}"
        outbox.queue(session, RENEWAL, subscriber.address or "", values, now, once=once)
    session.flush()
    return len(found)


def pause_silent(session: Session, now: datetime) -> int:
    """Pause the alerts of the addresses that were asked and did not answer."""
    silent = sa.select(Subscriber.id).where(
        Subscriber.renewal_asked_at <= now - PAUSED_AFTER, Subscriber.address.is_not(None)
    )
    pause = sa.update(Alert).where(
        Alert.subscriber_id.in_(silent), Alert.paused_at.is_(None), Alert.confirmed_at.is_not(None)
    )
    return int(session.execute(pause.values(paused_at=now)).rowcount)  # type: ignore[attr-defined]

"""The digests that are due: prepared together, each sent in a transaction of its own.

A digest, what it told and how far its alerts looked are written together: whatever stops the
worker, the next run tells what was not told, and nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts import looking, queries
from app.alerts.addresses import may_write_to
from app.alerts.digest import Digest, Followed, Moved, Reader, compose
from app.alerts.frequency import Frequency
from app.alerts.letter import digest_values
from app.alerts.links import Links
from app.alerts.models import Alert, Subscriber, Told
from app.alerts.services import DIGEST
from app.alerts.watching import Watches
from app.clock import to_paris
from app.mail import outbox

UNSYNCED = {"synchronize_session": False}


@dataclass(frozen=True, kw_only=True)
class Round:
    """The digests to send, and the alerts that looked and have nothing to tell."""

    digests: tuple[Digest, ...]
    silent: tuple[int, ...]
    now: datetime


def prepare(session: Session, watches: Watches, now: datetime) -> Round:
    """What is due now; nothing is written. The lists were observed at that same instant."""
    due: dict[Reader, list[Followed]] = defaultdict(list)
    for alert in session.scalars(queries.due(now)):
        reader = Reader.of(alert.subscriber)
        if reader.address and is_turn(alert, now):
            due[reader].append(Followed.of(alert))
    found = looking.look(session, watches, [a for mine in due.values() for a in mine], now)
    told = read_told(session, due, found)
    digests, silent = [], []
    for reader, asked in due.items():
        mine = [alert for alert in asked if alert.id in found]
        parts = compose(mine, found, told.get(reader.id, {}))
        for part in parts:
            part.path = watches[part.alert.listing].address(part.alert.query)
        if parts:
            digests.append(Digest(reader=reader, parts=parts, alerts=tuple(mine), now=now))
        else:
            silent += [alert.id for alert in mine]
    return Round(digests=tuple(digests), silent=tuple(silent), now=now)


def is_turn(alert: Alert, now: datetime) -> bool:
    """Whether an alert may be looked at: at most one daily digest a day in Paris."""
    has_had = alert.subscriber.digest_on == to_paris(now).date()
    return alert.pace is Frequency.IMMEDIATE or not has_had


def read_told(
    session: Session, due: dict[Reader, list[Followed]], found: dict[int, Sequence[Moved]]
) -> dict[int, dict[str, str]]:
    """What the readers that something is found for were told of it."""
    keys = {moved.item.key for some in found.values() for moved in some}
    concerned = [r.id for r, mine in due.items() if any(found.get(alert.id) for alert in mine)]
    return looking.read_told(session, concerned, keys)


def send(session: Session, digest: Digest, links: Links) -> bool:
    """Queue a digest, and keep what it told; False where it must not leave. Flushes.

    It must not where its address is paused, another worker sends it, or an alert was changed since
    it was prepared: the caller rolls back, and the next run looks again.
    """
    reader, now = digest.reader, digest.now
    if not may_write_to(session, reader.address) or not claim(session, digest):
        return False
    letter = outbox.queue(
        session,
        DIGEST,
        reader.address,
        digest_values(digest, links),
        now,
        once=f"{DIGEST}:{reader.key}:{reader.turn}",
        headers=headers_of(links.stop_all(reader.key)),
    )
    if letter is None:
        return False
    keep_told(session, digest)
    move(session, [alert.id for alert in digest.alerts], now)
    return True


def headers_of(address: str) -> dict[str, str]:
    """What lets a mailbox show « Se désabonner » (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def claim(session: Session, digest: Digest) -> bool:
    """Take the turn of a reader, unless another did or its alerts changed."""
    values: dict[str, object] = {"turn": digest.reader.turn + 1}
    if digest.has_daily:
        values["digest_on"] = to_paris(digest.now).date()
    turn = (
        sa.update(Subscriber)
        .where(Subscriber.id == digest.reader.id, Subscriber.turn == digest.reader.turn)
        .values(values)
    )
    if session.execute(turn, execution_options=UNSYNCED).rowcount != 1:  # type: ignore[attr-defined]
        return False
    select = sa.select(Alert.id, Alert.watermark).where(
        Alert.id.in_([alert.id for alert in digest.alerts]),
        Alert.confirmed_at.is_not(None),
        Alert.paused_at.is_(None),
    )
    present = {number: watermark for number, watermark in session.execute(select)}  # noqa: C416
    return present == {alert.id: alert.since for alert in digest.alerts}


def keep_told(session: Session, digest: Digest) -> None:
    """Keep each thing told, in its version."""
    given = {line.item.key: line.version for line in digest.lines}
    number = digest.reader.id
    known = {
        row.item: row
        for some in looking.chunked(list(given))
        for row in session.scalars(queries.told([number], some))
    }
    for key, version in given.items():
        row = known.get(key)
        if row is None:
            row = Told(subscriber_id=number, item=key, version=version, told_at=digest.now)
            session.add(row)
        row.version, row.told_at = version, digest.now
    session.flush()


def move(session: Session, numbers: Collection[int], now: datetime) -> None:
    """These alerts have looked up to that instant. Flushes."""
    for some in looking.chunked(sorted(numbers)):
        moved = sa.update(Alert).where(Alert.id.in_(some), Alert.watermark < now)
        session.execute(moved.values(watermark=now), execution_options=UNSYNCED)

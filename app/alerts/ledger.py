"""When each thing of the watched lists was first seen, and last changed: kept by the worker alone.

A list is looked at a little further back than the last time, so that what was committed late, with
an earlier date, is seen too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.models import Observation, WatchedEntry
from app.alerts.watching import Entry, Watch, Watches, key_of

OVERLAP = timedelta(days=1)  # longer than any import
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # when came what nobody dated
CHUNK = 500


def observe_all(session: Session, watches: Watches, now: datetime) -> int:
    """Look at every list, and say how many things moved. Flushes."""
    return sum(observe(session, watch, now) for watch in watches.values())


def observe(session: Session, watch: Watch, now: datetime) -> int:
    """Look at a list: what is new in it or changed moved now. Flushes.

    The first time, a thing moved when it came: nobody is told of a whole directory.
    """
    last = session.get(Observation, watch.key)
    since = last.at - OVERLAP if last is not None else None
    moved = 0
    for chunk in chunks(watch.entries(session, since, now)):
        moved += keep(session, watch.key, chunk, now, is_first=last is None)
    if last is None:
        session.add(Observation(listing=watch.key, at=now))
    else:
        last.at = now
    session.flush()
    return moved


def keep(
    session: Session, listing: str, chunk: Sequence[Entry], now: datetime, *, is_first: bool
) -> int:
    """Keep what moved among these things, and how many did."""
    given = {key_of(listing, entry.id): entry for entry in chunk}
    select = sa.select(WatchedEntry).where(WatchedEntry.key.in_(given))
    known = {row.key: row for row in session.scalars(select)}
    fresh = []
    for key, entry in given.items():
        if key not in known:
            added = min(entry.added_at or ALWAYS, now)
            seen = added if is_first else now
            fresh.append(
                {
                    "key": key,
                    "listing": listing,
                    "version": entry.version,
                    "added_at": added,
                    "seen_at": seen,
                    "moved_at": seen,
                }
            )
    changed = [row for key, row in known.items() if row.version != given[key].version]
    for row in changed:
        row.version, row.moved_at = given[row.key].version, now
    if fresh:
        session.execute(sa.insert(WatchedEntry), fresh)
    session.flush()
    return len(fresh) + len(changed)


def moved_since(listings: Sequence[str], since: datetime) -> sa.Select[WatchedEntry]:
    """What moved in these lists since that instant, the latest first."""
    return (
        sa.select(WatchedEntry)
        .where(WatchedEntry.listing.in_(listings), WatchedEntry.moved_at > since)
        .order_by(WatchedEntry.moved_at.desc(), WatchedEntry.key)
    )


def chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries, so many at a time."""
    given = iter(entries)
    while chunk := list(islice(given, CHUNK)):
        yield chunk

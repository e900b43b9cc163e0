"""What is new for many alerts at once: a search that several follow is made once."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from app.alerts import ledger, queries
from app.alerts.digest import Followed, Moved
from app.alerts.models import WatchedEntry
from app.alerts.watching import Watch, Watches
from app.errors import PortalError

LONGEST = timedelta(days=31)  # what moved before is news to nobody any more
CHUNK = 500
MOST_KEYS = 5_000  # that one statement looks for
logger = logging.getLogger(__name__)
Value = TypeVar("Value")


def look(
    session: Session, watches: Watches, alerts: Iterable[Followed], now: datetime
) -> dict[int, Sequence[Moved]]:
    """What moved that each of these alerts finds, by its id; the first things only.

    One statement a list and, where something moved in it, those of each search; never one an alert.
    An alert whose list is no more, or whose search cannot be made now, is not in the answer.
    """
    by_listing: dict[str, dict[str, list[Followed]]] = defaultdict(lambda: defaultdict(list))
    for alert in alerts:
        if alert.listing in watches:
            by_listing[alert.listing][alert.query].append(alert)
    found: dict[int, Sequence[Moved]] = {}
    for listing, searches in by_listing.items():
        watch = watches[listing]
        oldest = min(alert.since for same in searches.values() for alert in same)
        select = ledger.moved_since(watch.sources, max(oldest, now - LONGEST))
        entries = {entry.key: entry for entry in session.scalars(select)}
        for query, same in searches.items():
            first = min(alert.since for alert in same)
            some = {key: entry for key, entry in entries.items() if entry.moved_at > first}
            try:
                moved = find_moved(session, watch, query, some, now)
            except PortalError as error:
                logger.warning("%s?%s: %s", listing, query, error)
                continue
            found.update({alert.id: moved for alert in same})
    return found


def find_moved(
    session: Session, watch: Watch, query: str, entries: dict[str, WatchedEntry], now: datetime
) -> Sequence[Moved]:
    """Those of these entries that a search leaves, the latest moved first."""
    keys = list(entries)
    return [
        Moved(
            item=item,
            version=entries[item.key].version,
            added_at=entries[item.key].added_at,
            seen_at=entries[item.key].seen_at,
            moved_at=entries[item.key].moved_at,
        )
        for start in range(0, len(keys), MOST_KEYS)
        for item in watch.find(session, query, keys[start : start + MOST_KEYS], now)
    ]


def read_told(
    session: Session, subscribers: Collection[int], keys: Collection[str]
) -> dict[int, dict[str, str]]:
    """The version of each of these things that each subscriber was told."""
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for numbers in chunked(sorted(subscribers)):
        for some in chunked(sorted(keys)):
            for row in session.scalars(queries.told(numbers, some)):
                told[row.subscriber_id][row.item] = row.version
    return told


def chunked(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """The values, so many at a time."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))

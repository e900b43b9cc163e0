"""What one reader is told in one letter: pure, from what moved and what was told before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.alerts.frequency import Frequency
from app.alerts.models import Alert, Subscriber
from app.alerts.watching import WatchedItem

MOST_LINES = 10  # of one alert in one letter; the others are counted, with the list's address


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A subscriber as it was read; `address` is empty where nothing may be sent to it."""

    id: int
    key: str
    turn: int
    address: str
    has_account: bool

    @classmethod
    def of(cls, subscriber: Subscriber) -> Reader:
        """The reader that a subscriber is; its person is loaded.

        An account that is blocked, or whose address is not proved, is sent nothing.
        """
        person = subscriber.person
        address = subscriber.address or ""
        if person is not None and person.confirmed_at and not person.blocked_at:
            address = person.email
        return cls(
            id=subscriber.id,
            key=subscriber.key,
            turn=subscriber.turn,
            address=address,
            has_account=subscriber.person_id is not None,
        )


@dataclass(frozen=True, kw_only=True)
class Followed:
    """An alert as it was read; it looks from `since`, and was made at `began_at`."""

    id: int
    key: str
    listing: str
    query: str
    title: str
    pace: Frequency
    since: datetime
    began_at: datetime

    @classmethod
    def of(cls, alert: Alert) -> Followed:
        """An alert that looks from where it last looked."""
        return cls(
            id=alert.id,
            key=alert.key,
            listing=alert.listing,
            query=alert.query,
            title=alert.title,
            pace=alert.pace,
            since=alert.watermark,
            began_at=alert.confirmed_at or alert.created_at,
        )


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A thing that a search finds: when it came, was first seen and last moved, in what version."""

    item: WatchedItem
    version: str
    added_at: datetime
    seen_at: datetime
    moved_at: datetime

    def is_news_for(self, alert: Followed) -> bool:
        """Whether it moved since the alert last looked, and came after it was made."""
        if self.moved_at <= alert.since:
            return False
        return self.moved_at > self.seen_at or self.added_at > alert.began_at


@dataclass(kw_only=True)
class Line:
    """A thing to tell; `also` are the titles of the other alerts that find it."""

    item: WatchedItem
    version: str
    is_change: bool
    also: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Part:
    """The lines of one alert; those past the most are only counted. `path` is its list's."""

    alert: Followed
    path: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def shown(self) -> list[Line]:
        """The lines to write."""
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        """How many others there are."""
        return max(0, len(self.lines) - MOST_LINES)


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A letter to write: its parts that tell something, and every alert it was looked at for.

    `now` is the instant up to which these alerts then looked.
    """

    reader: Reader
    parts: tuple[Part, ...]
    alerts: tuple[Followed, ...]
    now: datetime

    @property
    def lines(self) -> list[Line]:
        """Everything told, shown or counted."""
        return [line for part in self.parts for line in part.lines]

    @property
    def has_daily(self) -> bool:
        """Whether it is the digest of its day, or only says what is told at once."""
        return any(alert.pace is not Frequency.IMMEDIATE for alert in self.alerts)


def compose(
    alerts: Sequence[Followed],
    found: Mapping[int, Sequence[Moved]],
    told: Mapping[str, str],
) -> tuple[Part, ...]:
    """The parts of a letter, from what each alert finds and the version told of each thing.

    A thing that several alerts find is told in the first, with the others named; a thing told in
    the same version is not told again.
    """
    lines: dict[str, Line] = {}
    parts = [Part(alert=alert) for alert in alerts]
    for part in parts:
        for moved in found.get(part.alert.id, ()):
            key = moved.item.key
            if not moved.is_news_for(part.alert) or told.get(key) == moved.version:
                continue
            if key in lines:
                lines[key].also.append(part.alert.title)
                continue
            is_change = key in told or moved.moved_at > moved.seen_at
            lines[key] = Line(item=moved.item, version=moved.version, is_change=is_change)
            part.lines.append(lines[key])
    return tuple(part for part in parts if part.lines)

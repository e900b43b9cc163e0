"""How many calls a network may make a minute, and the headers that say so.

Calls are counted in the memory of each server process: a read writes nothing to the database. What
counts is behind `Counter`, so that several servers may share one that keeps its counts elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol

WINDOW = 60  # seconds
MOST_KEYS = 50_000  # of one minute; beyond, newcomers are counted together
CROWD = "*"


@dataclass(frozen=True, kw_only=True)
class Quota:
    """So many calls a minute; `name` is that of the policy in the headers."""

    name: str
    most: int


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A call counted: how many are left, none of it allowed below zero, and the seconds to wait."""

    quota: Quota
    left: int
    reset: int

    @property
    def is_over(self) -> bool:
        """Whether the call is one too many."""
        return self.left < 0

    def headers(self) -> dict[str, str]:
        """The headers of the IETF draft « RateLimit header fields for HTTP »."""
        name = self.quota.name
        return {
            "RateLimit-Policy": f'"{name}";q={self.quota.most};w={WINDOW}',
            "RateLimit": f'"{name}";r={max(self.left, 0)};t={self.reset}',
        }


class Counter(Protocol):
    """What counts calls."""

    def take(self, quota: Quota, key: str, now: datetime) -> Taken:
        """Count a call of that key."""


class LocalCounter:
    """Calls counted in memory, minute by minute; a minute that ends forgets everything."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}

    def take(self, quota: Quota, key: str, now: datetime) -> Taken:
        """Count a call of that key in this minute."""
        minute, spent = divmod(int(now.timestamp()), WINDOW)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            place = (quota.name, key)
            if place not in self._counts and len(self._counts) >= MOST_KEYS:
                place = (quota.name, CROWD)
            count = self._counts[place] = self._counts.get(place, 0) + 1
        return Taken(quota=quota, left=quota.most - count, reset=WINDOW - spent)

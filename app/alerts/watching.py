"""What a list gives so that it can be watched."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A thing of a list, as the worker remembers it.

    `id` names it in its list. `added_at` is when it came, None where nobody knows: it was always
    there. `version` is whatever makes news when it changes: a deadline, a state.
    """

    id: str
    added_at: datetime | None
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class WatchedItem:
    """A thing to tell; `key` is the one of its entry, `path` its page on this site.

    `why` are the reasons that it is there, in words; `change` what is said of it when it changed.
    """

    key: str
    title: str
    path: str
    why: tuple[str, ...] = ()
    change: str = ""
    added_at: datetime | None = None


class Watch(Protocol):
    """A list that can be watched.

    `sources` are the keys of the lists whose entries it is looked for in: its own, as a rule.
    """

    @property
    def key(self) -> str:
        """Its short name, in the addresses and in the database."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The lists whose entries it shows."""

    def entries(self, session: Session, since: datetime | None, now: datetime) -> Iterable[Entry]:
        """Its things that may have moved since that instant; all of them without one."""

    def find(
        self, session: Session, query: str, keys: Collection[str], now: datetime
    ) -> Sequence[WatchedItem]:
        """Those of these entries that a search leaves, the first ones only, in order."""

    def address(self, query: str) -> str:
        """The path of the list under that search."""


Watches = Mapping[str, Watch]


@dataclass(frozen=True, kw_only=True)
class Search:
    """A search to follow: the list, its normalised query string, and the words that say it."""

    listing: str
    query: str
    title: str

    @property
    def digest(self) -> str:
        """What two identical searches share."""
        return hashlib.sha256(f"{self.listing}?{self.query}".encode()).hexdigest()


def key_of(listing: str, id_: str) -> str:
    """The key of an entry: the list that it is of, then its name there."""
    return f"{listing}:{id_}"


def version_of(*parts: object) -> str:
    """A short text that changes whenever one of these does."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]

"""What a list says of itself so that its searches can be followed, told and read as a feed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.alerts.watching import Entry, Search, WatchedItem
from app.blueprints.lists import Pair, address, label_of
from app.clock import NBSP
from app.errors import InvalidError
from app.forms.arguments import LONGEST_TEXT

SHOWN_ONLY = frozenset({"page", "par", "tri", "vue"})  # how a list is shown, not what is in it
FREE = frozenset({"q", "acheteur"})  # what anybody may write, and a letter would repeat
SAID_FIRST = {"q": 0, "secteur": 1, "territoire": 2, "rayon": 3}  # as people say a search
LONGEST_QUERY = 1_500  # characters of a normalised query string
LONGEST_TITLE = 250
LONGEST_WORDS = 60  # of a free text, in a title
MOST_FOUND = 200  # things of one search in one round
TOO_LONG = "Cette recherche a trop de filtres pour être suivie\u00a0: retirez-en."


class Filters(Protocol):
    """The filters of a list, from a query string and back."""

    def to_args(self) -> list[Pair]:
        """The parameters that ask for them."""


Asked = TypeVar("Asked", bound=Filters)


@dataclass(frozen=True, kw_only=True)
class Watchable(Generic[Asked]):
    """A list.

    `read` makes its filters of an address, `words` says the values that `label_of` does not know.
    `select` gives the things that filters leave, the latest first, so many at most: among those
    ids, or among all where there are none. `list_entries` is `Watch.entries`. `looks_in` names the
    lists whose entries it finds, where it has none of its own. `feed` is the title of its RSS twin,
    where the list does not have one already.
    """

    key: str
    path: str
    name: str
    read: Callable[[MultiDict[str, str]], Asked]
    select: Callable[[Session, Asked, Collection[str] | None, datetime, int], Sequence[WatchedItem]]
    list_entries: Callable[[Session, datetime | None, datetime], Iterable[Entry]]
    words: Callable[[Asked], Mapping[Pair, str]] = lambda _filters: {}
    looks_in: tuple[str, ...] = ()
    feed: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The lists whose entries it shows."""
        return self.looks_in or (self.key,)

    def normalise(self, args: MultiDict[str, str]) -> str:
        """The query string of what is asked for, the same however it was written.

        What the list does not understand and how it is shown are left out. Raises InvalidError
        where what is left is too long to keep.
        """
        pairs = self.pairs_of(args)
        # Cleaning a text once may leave more to clean: « &amp;lt; ».
        for _ in range(LONGEST_TEXT):
            again = self.pairs_of(MultiDict(pairs))
            if again == pairs:
                break
            pairs = again
        query = urlencode(pairs)
        if len(query) > LONGEST_QUERY:
            raise InvalidError(TOO_LONG)
        return query

    def pairs_of(self, args: MultiDict[str, str]) -> list[Pair]:
        """The parameters that say what is in the list, in order, once each."""
        return sorted({pair for pair in self.read(args).to_args() if pair[0] not in SHOWN_ONLY})

    def filters_of(self, query: str) -> Asked:
        """The filters of a normalised query string."""
        return self.read(MultiDict(parse_qsl(query)))

    def search_of(self, args: MultiDict[str, str]) -> Search:
        """What an address asks for, as a search to follow."""
        query = self.normalise(args)
        return Search(listing=self.key, query=query, title=self.describe(query))

    def describe(self, query: str) -> str:
        """« Marchés : propreté, Seine-Saint-Denis (93), à moins de 20 km »."""
        known = self.words(self.filters_of(query))
        pairs = sorted(parse_qsl(query), key=lambda pair: SAID_FIRST.get(pair[0], len(SAID_FIRST)))
        said = [say(pair, known) for pair in pairs]
        title = f"{self.name}{NBSP}: {', '.join(said)}" if said else f"{self.name}, toute la liste"
        if len(title) > LONGEST_TITLE:
            title = title[:LONGEST_TITLE].rpartition(",")[0] + "…"
        return title

    def address(self, query: str) -> str:
        """The path of the list under that search."""
        return f"{self.path}?{query}" if query else self.path

    def follow_address(self, pairs: Iterable[Pair]) -> str:
        """Where the search of these parameters begins to be followed."""
        return address("/alertes/nouvelle", [("liste", self.key), *pairs])

    def feed_address(self, pairs: Iterable[Pair]) -> str:
        """Its RSS twin under these parameters."""
        return address(f"{self.path}.rss", pairs)

    def entries(self, session: Session, since: datetime | None, now: datetime) -> Iterable[Entry]:
        """Its things that may have moved since that instant; all of them without one."""
        return self.list_entries(session, since, now)

    def find(
        self, session: Session, query: str, keys: Collection[str], now: datetime
    ) -> Sequence[WatchedItem]:
        """Those of these entries that a search leaves, the latest first."""
        if self.looks_in:
            return self.select(session, self.filters_of(query), keys, now, MOST_FOUND)
        ids = [key.partition(":")[2] for key in keys]
        return self.select(session, self.filters_of(query), ids, now, MOST_FOUND)


def both(known: Sequence[str] | None, ids: Collection[str]) -> list[str]:
    """The ids that a text search found, where it was asked for one, among these."""
    wanted = set(ids)
    return list(ids) if known is None else [id_ for id_ in known if id_ in wanted]


def say(pair: Pair, known: Mapping[Pair, str]) -> str:
    """A filter in words.

    Of a free text, only words: a letter goes to an address that whoever wrote it may not own, and
    carries no address of theirs.
    """
    name, value = pair
    if name in FREE:
        words = " ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", value))
        value = f"{words[:LONGEST_WORDS]}…" if len(words) > LONGEST_WORDS else words
        return f"«{NBSP}{value}{NBSP}»" if name == "q" else f"acheteur{NBSP}: {value}"
    return known.get(pair) or label_of(*pair)

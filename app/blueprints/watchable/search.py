"""The search of everything: what is new in the lists behind it and answers the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.alerts.watching import Entry, WatchedItem
from app.blueprints.criteria import MOST_FOUND, get_backend
from app.blueprints.lists import Pair
from app.blueprints.search import read_query
from app.blueprints.watchable import events, funding, sectors, stakeholders, structures, tenders
from app.blueprints.watchable.frame import Watchable
from app.search.backend import DocumentKind

KEY = "recherche"
BEHIND: Mapping[DocumentKind, Watchable[Any]] = {
    DocumentKind.TENDER: tenders.WATCHABLE,
    DocumentKind.SIAE: structures.WATCHABLE,
    DocumentKind.SCHEME: funding.WATCHABLE,
    DocumentKind.EVENT: events.WATCHABLE,
    DocumentKind.ACTOR: stakeholders.WATCHABLE,
    DocumentKind.SECTOR: sectors.WATCHABLE,
}


@dataclass(frozen=True, kw_only=True)
class SearchFilters:
    """Words, and kinds of documents; no kind is every kind."""

    text: str = ""
    kinds: frozenset[DocumentKind] = frozenset()

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> SearchFilters:
        """What an address asks for."""
        query, _ignored = read_query(args)
        return cls(text=query.text, kinds=query.kinds)

    def to_args(self) -> list[Pair]:
        """The parameters that ask for it."""
        pairs = [("q", self.text)] if self.text else []
        return pairs + [("type", kind.value) for kind in sorted(self.kinds)]


def select(
    session: Session,
    filters: SearchFilters,
    keys: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """What answers the words among these entries, list by list; without words, nothing."""
    found: list[WatchedItem] = []
    for kind, watch in BEHIND.items():
        if not filters.text or (filters.kinds and kind not in filters.kinds):
            continue
        matched = get_backend().match_keys(filters.text, kind, MOST_FOUND)
        wanted = {f"{watch.key}:{id_}" for id_, _score in matched}
        wanted &= wanted if keys is None else set(keys)
        if wanted:
            found += watch.find(session, "", sorted(wanted), now)
    return found[:limit]


def entries(_session: Session, _since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """None of its own."""
    return iter(())


def words(_filters: SearchFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return {("type", kind.value): kind.plural for kind in DocumentKind}


WATCHABLE = Watchable(
    key=KEY,
    path="/recherche",
    name="Recherche",
    read=SearchFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
    looks_in=tuple(watch.key for watch in BEHIND.values()),
)

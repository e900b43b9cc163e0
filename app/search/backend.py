"""What every search backend offers, what it is given and what it gives back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.errors import PortalError

Segment = tuple[str, bool]
"""A piece of plain text, and whether it answers the query; the template escapes and marks it."""


class IndexMissingError(PortalError):
    """The index is absent, unreadable or made by another version: it must be built again."""

    def __init__(self, why: str = "absent") -> None:
        super().__init__(
            f"L’index de recherche est {why}. Construisez-le avec la commande "
            "« flask search rebuild »."
        )


class DocumentKind(StrEnum):
    """What can be found."""

    SIAE = "siae"
    TENDER = "tender"
    SECTOR = "sector"
    GUIDE = "guide"
    TOOL = "tool"
    TERM = "term"
    ACTOR = "actor"
    COMMITTEE = "committee"
    SCHEME = "scheme"
    EVENT = "event"
    EXPERIMENT = "experiment"
    TERRITORY = "territory"
    FIGURE = "figure"
    MODALITY = "modality"

    @property
    def label(self) -> str:
        """One of them, as a page names it."""
        return _LABELS[self][0]

    @property
    def plural(self) -> str:
        """Several of them."""
        return _LABELS[self][1]


_LABELS = {
    DocumentKind.SIAE: ("Structure", "Structures"),
    DocumentKind.TENDER: ("Marché public", "Marchés publics"),
    DocumentKind.SECTOR: ("Filière", "Filières"),
    DocumentKind.GUIDE: ("Guide", "Guides"),
    DocumentKind.TOOL: ("Boîte à outils", "Boîte à outils"),
    DocumentKind.TERM: ("Mot du glossaire", "Mots du glossaire"),
    DocumentKind.ACTOR: ("Acteur", "Acteurs"),
    DocumentKind.COMMITTEE: ("Instance", "Instances"),
    DocumentKind.SCHEME: ("Financement", "Financements"),
    DocumentKind.EVENT: ("Événement", "Agenda"),
    DocumentKind.EXPERIMENT: ("Expérimentation", "Expérimentations"),
    DocumentKind.TERRITORY: ("Territoire", "Territoires"),
    DocumentKind.FIGURE: ("Chiffre", "Chiffres"),
    DocumentKind.MODALITY: ("Mise en relation", "Mises en relation"),
}

Key = tuple[DocumentKind, str]
"""What names a document: its kind and its identifier within it."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A thing that can be found.

    `keywords` are other names of it (acronym, synonyms, sectors, place): they weigh less than the
    title and more than the text. `place` is searched like a keyword and handed back with the hit.
    `boost` multiplies the score (1 is neutral); `closed` lowers it, as for a tender that is over.
    Between equal scores, the most recently `updated` comes first.
    """

    kind: DocumentKind
    id: str
    url: str
    title: str
    text: str = ""
    keywords: tuple[str, ...] = ()
    place: str = ""
    boost: float = 1.0
    closed: bool = False
    updated: date | None = None

    @property
    def key(self) -> Key:
        """What names it in the index."""
        return (self.kind, self.id)


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """What a person typed, and the page wanted.

    No kind means every kind. A page below 1 is the first, `per_page` is kept between 1 and 100.
    """

    text: str
    kinds: frozenset[DocumentKind] = frozenset()
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A document found; `snippet` is the passage of its text that answers, in marked pieces."""

    kind: DocumentKind
    id: str
    url: str
    title: str
    place: str
    closed: bool
    snippet: tuple[Segment, ...]
    title_segments: tuple[Segment, ...]
    score: float

    def to_dict(self) -> dict[str, str | float]:
        """The hit as `flask search query --json` prints it, its snippet as plain text."""
        return {
            "kind": self.kind.value,
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "snippet": "".join(text for text, _ in self.snippet),
            "score": self.score,
        }


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """One page of results.

    `total` counts the documents of the kinds asked for. `facets["kind"]` counts every kind, those
    not asked for too, so that a page can offer them; a kind without result is left out.
    `suggestion` is the query with its unknown words mended, or None; where `is_corrected`, the
    hits are already those of the suggestion, because nothing answers what was typed. Where
    `is_relaxed`, too few documents have every word: others that have most of them follow.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    suggestion: str | None = None
    is_corrected: bool = False
    is_relaxed: bool = False

    def to_dict(self) -> dict[str, object]:
        """The results as `flask search query --json` prints them."""
        return {
            "query": self.query,
            "total": self.total,
            "suggestion": self.suggestion,
            "facets": {name: dict(counts) for name, counts in self.facets.items()},
            "hits": [hit.to_dict() for hit in self.hits],
        }


class SearchBackend(Protocol):
    """An index of documents and the answers it gives.

    Reading raises `IndexMissingError` where there is no index to read, and nothing else, whatever
    the query. An empty query, or one made only of stop words, finds nothing.
    """

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, and give their number; readers see all or none of it.

        Of two documents with one key the first is kept.
        """

    def upsert(self, documents: Iterable[Document]) -> None:
        """Add these documents, each in place of the one that has its key (the last one wins)."""

    def delete(self, keys: Iterable[Key]) -> None:
        """Forget these documents; an unknown key is ignored."""

    def search(self, query: SearchQuery) -> SearchResults:
        """The best answers, best first."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """What a person may be typing: words completed, then titles that hold them."""

    def match_keys(
        self, text: str, kind: DocumentKind, limit: int = 10_000
    ) -> list[tuple[str, float]]:
        """Identifier and score of the documents of that kind that answer best, best first.

        They have every word of the query; where no document of any kind has, as many as possible.
        For a list filtered by a text: `search` adds documents that have fewer words, this does not.
        """

    def count(self, kinds: Collection[DocumentKind] = ()) -> int:
        """How many documents the index holds, of these kinds or of all."""

"""A document as an index keeps it: its words counted, its facts in numbers, what to show of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from app.search.backend import Document, DocumentKind, Key
from app.search.text import split_words, stem_text

KIND_CODES: Final = {
    DocumentKind.SIAE: 1,
    DocumentKind.TENDER: 2,
    DocumentKind.SECTOR: 3,
    DocumentKind.GUIDE: 4,
    DocumentKind.TERM: 5,
    DocumentKind.TOOL: 6,
    DocumentKind.ACTOR: 7,
    DocumentKind.COMMITTEE: 8,
    DocumentKind.SCHEME: 9,
    DocumentKind.EVENT: 10,
    DocumentKind.EXPERIMENT: 11,
    DocumentKind.TERRITORY: 12,
    DocumentKind.FIGURE: 13,
    DocumentKind.MODALITY: 14,
}
"""Written in indexes: a kind keeps its number for ever."""

FACTS: Final = np.dtype(
    [
        ("kind", "<u1"),
        ("title_length", "<u2"),
        ("text_length", "<u2"),
        ("boost", "<f4"),
        ("updated", "<u4"),
        ("tie", "<u8"),
    ]
)
"""What ranking needs of each document; `updated` is an ordinal day (0 = unknown)."""

# The three counts of a word share one number, exact in the 32-bit float of a posting's weight.
TITLE_UNIT, KEYWORD_UNIT = 1 << 16, 1 << 8
MOST_IN_TITLE, MOST_IN_KEYWORDS, MOST_IN_TEXT = 63, 255, 255
SEPARATOR: Final = "\x1f"
CLOSED_BOOST = 0.6
LONGEST_EXACT = 12
LONGEST_STORED_TEXT = 6_000

# Between two documents that answer as well, what explains comes before what is listed.
KIND_BOOSTS: Final = {
    DocumentKind.SIAE: 1.0,
    DocumentKind.TENDER: 0.95,
    DocumentKind.SECTOR: 1.25,
    DocumentKind.GUIDE: 1.2,
    DocumentKind.TOOL: 1.25,
    DocumentKind.TERM: 1.15,
    DocumentKind.ACTOR: 1.1,
    DocumentKind.COMMITTEE: 1.1,
    DocumentKind.SCHEME: 1.15,
    DocumentKind.EVENT: 0.95,
    DocumentKind.EXPERIMENT: 1.15,
    DocumentKind.TERRITORY: 1.1,
    DocumentKind.FIGURE: 0.9,
    DocumentKind.MODALITY: 1.15,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What a page shows of a document."""

    kind: DocumentKind
    id: str
    url: str
    title: str
    text: str
    place: str
    closed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A document ready for an index.

    `terms` maps stem and surface (joined by `SEPARATOR`) to the packed counts of that word in
    title, keywords and text. `exact` maps a whole title (1.0) or keyword (0.5), as stems, to its
    worth.
    """

    key: Key
    terms: Mapping[str, int]
    exact: Mapping[str, float]
    facts: tuple[int, int, int, float, int, int]
    stored: Stored


def make_entry(document: Document) -> Entry:
    """The document with its words counted."""
    title_words = _count_words(document.title)
    keyword_words = _count_words(" ; ".join((*document.keywords, document.place)))
    text_words = _count_words(document.text)
    terms = {
        term: min(title_words[term], MOST_IN_TITLE) * TITLE_UNIT
        + min(keyword_words[term], MOST_IN_KEYWORDS) * KEYWORD_UNIT
        + min(text_words[term], MOST_IN_TEXT)
        for term in title_words.keys() | keyword_words.keys() | text_words.keys()
    }
    return Entry(
        key=document.key,
        terms=terms,
        exact=_list_exact(document),
        facts=_count_facts(document, title_words.total(), text_words.total()),
        stored=Stored(
            kind=document.kind,
            id=document.id,
            url=document.url,
            title=" ".join(document.title.split()),
            text=document.text[:LONGEST_STORED_TEXT],
            place=document.place,
            closed=document.closed,
        ),
    )


def make_entries(documents: Iterable[Document]) -> Iterator[Entry]:
    """The documents with their words counted; of two with one key, the first."""
    seen: set[Key] = set()
    for document in documents:
        if document.key not in seen:
            seen.add(document.key)
            yield make_entry(document)


def join_exact(stems: Iterable[str]) -> str:
    """Stems as one expression, to be found whole."""
    return " ".join(stems)


def _count_words(text: str) -> Counter[str]:
    return Counter(f"{word.stem}{SEPARATOR}{word.surface}" for word in split_words(text))


def _list_exact(document: Document) -> dict[str, float]:
    exact: dict[str, float] = {}
    for text, worth in (*((k, 0.5) for k in document.keywords), (document.title, 1.0)):
        stems = stem_text(text)
        if 0 < len(stems) <= LONGEST_EXACT:
            exact[join_exact(stems)] = worth
    return exact


def _count_facts(
    document: Document, title_length: int, text_length: int
) -> tuple[int, int, int, float, int, int]:
    boost = document.boost * KIND_BOOSTS[document.kind]
    key = f"{document.kind.value}:{document.id}".encode(errors="surrogatepass")
    return (
        KIND_CODES[document.kind],
        min(title_length, 65_535),
        min(text_length, 65_535),
        boost * CLOSED_BOOST if document.closed else boost,
        document.updated.toordinal() if document.updated else 0,
        int.from_bytes(blake2b(key, digest_size=8).digest(), "little"),
    )

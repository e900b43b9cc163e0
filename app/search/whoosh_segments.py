"""Whoosh as a store of postings: its schema, what is written for an entry, what is read back.

Whoosh's own scoring, facets and highlights cost ten times what this portal may spend on a query
(its matchers step through documents one by one in Python). So it keeps the words, and ranking reads
whole posting lists from it: the weight of a posting holds the packed counts of `entries`.

Measured against whoosh3 3.54, whose block reader is used by its private names: the contract test of
the backends covers each of them.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import FixedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, TermNotFound

from app.search.backend import DocumentKind, IndexMissingError
from app.search.entries import FACTS, Entry, Stored
from app.search.lexicon import Lexicon
from app.search.ranking import Floats, Ints

FACTS_LAYOUT: Final = struct.Struct("<BHHfIQ")
MOST_REMEMBERED = 4_000
BLOCK = 1_024
UNREADABLE: Final = (
    WhooshIndexError, CorruptIndexError, UnpicklingError, zlib.error, struct.error, OSError,
    EOFError, ValueError, LookupError, AttributeError, ImportError, TypeError, AssertionError,
)  # fmt: skip
"""What a damaged file can raise inside Whoosh, whose files are pickles."""

NOTHING: Final = (np.zeros(0, dtype=np.int64), np.zeros(0))


class Weighted(FieldType):  # type: ignore[misc] # whoosh has no types
    """Terms given with their weights. Pickled by name in every index: never to be renamed."""

    def __init__(self) -> None:
        self.format = Existence()
        self.scorable = self.stored = self.unique = False
        self.vector = None

    def index(
        self, value: Mapping[str, float], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Terms, count, weight and payload as Whoosh writes them."""
        return ((term.encode(), 1, float(weight), b"") for term, weight in value.items())


def make_schema() -> Schema:
    """The fields of an index."""
    return Schema(
        key=ID(unique=True),
        terms=Weighted(),
        exact=Weighted(),
        facts=COLUMN(FixedBytesColumn(FACTS_LAYOUT.size)),
        id=COLUMN(VarBytesColumn()),
        stored=STORED(),
    )


def make_codec() -> W3Codec:
    """Postings in longer blocks than usual: they are always read whole."""
    return W3Codec(blocklimit=BLOCK)


def make_fields(entry: Entry) -> dict[str, object]:
    """What is written for an entry."""
    shown = entry.stored
    return {
        "key": join_key(entry.key),
        "terms": entry.terms,
        "exact": entry.exact,
        "facts": FACTS_LAYOUT.pack(*entry.facts),
        "id": shown.id.encode(errors="surrogatepass"),
        "stored": (
            shown.kind.value,
            shown.id,
            shown.url,
            shown.title,
            shown.text,
            shown.place,
            shown.closed,
        ),
    }


def join_key(key: tuple[DocumentKind, str]) -> str:
    """A document's key as one term."""
    return f"{key[0].value}:{key[1]}".encode(errors="backslashreplace").decode()


@contextmanager
def explain_damage() -> Iterator[None]:
    """Whatever a damaged file raises, as `IndexMissingError`."""
    try:
        yield
    except UNREADABLE as error:
        raise IndexMissingError("illisible") from error


class SegmentStore:
    """One segment of an index, which never changes: only the deletions beside it do.

    Its readers share one position in each file, so that one thread reads at a time.
    """

    def __init__(self, reader: Any) -> None:  # noqa: ANN401 - whoosh has no types
        self._reader = reader
        self._lock = threading.Lock()
        self._postings: dict[tuple[str, str], tuple[Ints, Floats]] = {}
        self._ids: list[str] | None = None
        self.size = int(reader.doc_count_all())
        column = reader.column_reader("facts", translate=False)
        self.facts: NDArray[np.void] = np.frombuffer(
            b"".join(column[number] for number in range(self.size)), dtype=FACTS
        )
        self.lexicon = Lexicon(term.decode() for term in reader.lexicon("terms"))

    def postings(self, field: str, term: str) -> tuple[Ints, Floats]:
        """Document numbers within the segment, and weights."""
        key = (field, term)
        with self._lock, explain_damage():
            found = self._postings.get(key)
            if found is None:
                found = self._read_postings(field, term)
                if len(self._postings) >= MOST_REMEMBERED:
                    self._postings.pop(next(iter(self._postings)))
                self._postings[key] = found
        return found

    def frequency(self, term: str) -> int:
        """How many documents hold the term, deleted ones counted."""
        with self._lock, explain_damage():
            return int(self._reader.doc_frequency("terms", term.encode()))

    def stored(self, number: int) -> Stored:
        """What a page shows of a document."""
        with self._lock, explain_damage():
            kind, id_, url, title, text, place, closed = self._reader.stored_fields(number)[
                "stored"
            ]
        return Stored(
            kind=DocumentKind(kind),
            id=id_,
            url=url,
            title=title,
            text=text,
            place=place,
            closed=closed,
        )

    def ids(self) -> list[str]:
        """Every identifier, by document number."""
        with self._lock, explain_damage():
            if self._ids is None:
                column = self._reader.column_reader("id", translate=False)
                self._ids = [
                    bytes(column[number]).decode(errors="surrogatepass")
                    for number in range(self.size)
                ]
            return self._ids

    def _read_postings(self, field: str, term: str) -> tuple[Ints, Floats]:
        try:
            matcher = self._reader.postings(field, term.encode())
        except TermNotFound:
            return NOTHING
        # The reader leaves deleted documents out through a wrapper; the view knows them already.
        while hasattr(matcher, "child"):
            matcher = matcher.child
        blocks = list(_read_blocks(matcher))
        if not blocks:
            return NOTHING
        return (
            np.concatenate([numbers for numbers, _ in blocks]),
            np.concatenate([weights for _, weights in blocks]),
        )


def _read_blocks(matcher: Any) -> Iterator[tuple[Ints, Floats]]:  # noqa: ANN401
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        yield np.array(matcher._ids, dtype=np.int64), np.array(matcher._weights, dtype=np.float64)
        matcher._next_block()

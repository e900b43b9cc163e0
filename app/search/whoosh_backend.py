"""The embedded index: Whoosh, in a folder, for one machine and several processes."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import create_in, open_dir

from app.search.backend import Document, IndexMissingError, Key
from app.search.engine import ViewBackend
from app.search.entries import FACTS, Stored, make_entries, make_entry
from app.search.ranking import Bools, Floats, Ints, View, WordScores, score_words
from app.search.whoosh_segments import (
    UNREADABLE,
    SegmentStore,
    explain_damage,
    join_key,
    make_codec,
    make_fields,
    make_schema,
)
from app.search.whoosh_storage import Storage

WRITER_MEMORY_MB = 128
ATTEMPTS = 8  # a reader that loses a race wins one of the next


class WhooshBackend(ViewBackend):
    """An index in a folder. Any number of readers; one writer at a time, the others wait.

    A change is visible to the next query of any process. `replace_all` builds aside: readers go on
    with the index they have until the new one is whole.
    """

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder=folder)
        self._lock = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._index: Any = None
        self._view: WhooshView | None = None

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, and give their number."""
        with self._storage.lock():
            version = self._storage.make_version()
            index = create_in(str(version), make_schema())
            writer = index.writer(limitmb=WRITER_MEMORY_MB, codec=make_codec())
            count = 0
            try:
                for entry in make_entries(documents):
                    writer.add_document(**make_fields(entry))
                    count += 1
            except BaseException:
                writer.cancel()
                raise
            writer.commit()
            index.close()
            self._storage.publish(version)
        return count

    def upsert(self, documents: Iterable[Document]) -> None:
        """Add these documents, each in place of the one that has its key; best many at a time."""
        entries = {document.key: make_entry(document) for document in documents}
        self._write(entries, [make_fields(entry) for entry in entries.values()])

    def delete(self, keys: Iterable[Key]) -> None:
        """Forget these documents; an unknown key is ignored."""
        self._write(keys, [])

    def view(self) -> View:
        """What the index holds now; `IndexMissingError` where there is none to read."""
        with self._lock:
            for attempt in range(ATTEMPTS):
                path = self._storage.current()
                try:
                    return self._look(path)
                except UNREADABLE as error:
                    # A rebuild may have removed the version between the pointer and its files, a
                    # writer a segment that it merged: look again before saying it is damaged.
                    self._index = None
                    if attempt == ATTEMPTS - 1:
                        raise IndexMissingError("illisible") from error
        raise IndexMissingError("illisible")

    def _look(self, path: Path) -> WhooshView:
        version = (os.getpid(), path)
        if self._index is None or self._seen[:2] != version:
            self._index, self._view = open_dir(str(path)), None
        generation = self._index.latest_generation()
        if self._view is None or self._seen != (*version, generation):
            known = self._view.stores if self._view else {}
            self._view = WhooshView(self._index.reader(), known)
            self._seen = (*version, generation)
        return self._view

    def _write(self, keys: Iterable[Key], rows: Sequence[dict[str, object]]) -> None:
        gone = [join_key(key) for key in keys]
        if not gone:
            return
        with self._storage.lock():
            path = self._storage.current()
            with explain_damage():
                index = open_dir(str(path))
                writer = index.writer(codec=make_codec())
            for key in gone:
                writer.delete_by_term("key", key)
            for row in rows:
                writer.add_document(**row)
            writer.commit()
            index.close()


class WhooshView:
    """The segments of an index at one instant, their documents numbered one after the other."""

    def __init__(self, reader: Any, known: dict[str, SegmentStore]) -> None:  # noqa: ANN401
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        names = [leaf.segment().segment_id() for leaf in leaves]
        self.stores = {
            name: known.get(name) or SegmentStore(leaf)
            for name, leaf in zip(names, leaves, strict=True)
        }
        self._segments = tuple(self.stores.values())
        sizes = [segment.size for segment in self._segments]
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        facts = [segment.facts for segment in self._segments]
        self.facts: NDArray[np.void] = np.concatenate(facts) if facts else np.zeros(0, dtype=FACTS)
        self.live: Bools = np.ones(len(self.facts), dtype=np.bool_)
        for start, leaf in zip(self._starts.tolist(), leaves, strict=False):
            self.live[[start + number for number in leaf.segment().deleted_docs()]] = False
        self.word_scores = functools.lru_cache(maxsize=1_000)(self._word_scores)

    def terms_of_stem(self, stem: str) -> Sequence[str]:
        """The terms that share a stem."""
        return self._unique(segment.lexicon.terms_of_stem(stem) for segment in self._segments)

    def terms_from_prefix(self, prefix: str) -> Sequence[str]:
        """The terms whose word begins so."""
        return self._unique(segment.lexicon.terms_from_prefix(prefix) for segment in self._segments)

    def terms_like(self, word: str) -> Sequence[tuple[int, str]]:
        """The terms one or two typing errors away."""
        found = (segment.lexicon.terms_like(word) for segment in self._segments)
        return list(dict.fromkeys(chain.from_iterable(found)))

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """Document numbers and packed counts."""
        numbers, weights = self._join("terms", term)
        return numbers, weights.astype(np.int64)

    def frequency(self, term: str) -> int:
        """About how many documents hold the term."""
        return sum(segment.frequency(term) for segment in self._segments)

    def exact(self, expression: str) -> tuple[Ints, Floats]:
        """Documents that have this title or keyword, and what that is worth."""
        return self._join("exact", expression)

    def stored(self, number: int) -> Stored:
        """What a page shows of a document."""
        place = int(np.searchsorted(self._starts, number, side="right")) - 1
        return self._segments[place].stored(number - int(self._starts[place]))

    def ids(self, numbers: Ints) -> list[str]:
        """The identifiers of these documents."""
        if len(self._segments) == 1:
            ids = self._segments[0].ids()
        else:
            ids = list(chain.from_iterable(segment.ids() for segment in self._segments))
        return [ids[number] for number in numbers.tolist()]

    def _join(self, field: str, term: str) -> tuple[Ints, Floats]:
        found = [segment.postings(field, term) for segment in self._segments]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        starts = self._starts.tolist()
        numbers = [part[0] + start for part, start in zip(found, starts, strict=False)]
        return np.concatenate(numbers), np.concatenate([part[1] for part in found])

    def _unique(self, found: Iterable[Sequence[str]]) -> Sequence[str]:
        parts = list(found)
        return parts[0] if len(parts) == 1 else list(dict.fromkeys(chain.from_iterable(parts)))

    def _word_scores(self, terms: tuple[str, ...]) -> WordScores:
        return score_words(self, terms)

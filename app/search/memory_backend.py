"""The index in dictionaries: the null twin of the others, for tests and throw-away work."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.search.backend import Document, Key
from app.search.engine import ViewBackend
from app.search.entries import FACTS, Entry, Stored, make_entries, make_entry
from app.search.lexicon import Lexicon
from app.search.ranking import Bools, Floats, Ints, View, WordScores, score_words


class MemoryBackend(ViewBackend):
    """Documents in memory, for one process. It begins empty, never missing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[Key, Entry] = {}
        self._view: MemoryView | None = None

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Make these the only documents, and give their number."""
        entries = {entry.key: entry for entry in make_entries(documents)}
        with self._lock:
            self._entries, self._view = entries, None
        return len(entries)

    def upsert(self, documents: Iterable[Document]) -> None:
        """Add these documents, each in place of the one that has its key."""
        entries = {document.key: make_entry(document) for document in documents}
        with self._lock:
            self._entries = {**self._entries, **entries}
            self._view = None

    def delete(self, keys: Iterable[Key]) -> None:
        """Forget these documents; an unknown key is ignored."""
        gone = frozenset(keys)
        with self._lock:
            self._entries = {key: e for key, e in self._entries.items() if key not in gone}
            self._view = None

    def view(self) -> View:
        """What the index holds now."""
        with self._lock:
            if self._view is None:
                self._view = MemoryView(list(self._entries.values()))
            return self._view


class MemoryView:
    """Entries as they stood at one instant."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self.facts: NDArray[np.void] = np.array([e.facts for e in entries], dtype=FACTS)
        self.live: Bools = np.ones(len(entries), dtype=np.bool_)
        self._postings: dict[str, dict[int, int]] = {}
        self._exact: dict[str, dict[int, float]] = {}
        for number, entry in enumerate(entries):
            for term, packed in entry.terms.items():
                self._postings.setdefault(term, {})[number] = packed
            for expression, worth in entry.exact.items():
                self._exact.setdefault(expression, {})[number] = worth
        lexicon = Lexicon(self._postings)
        self.terms_of_stem = lexicon.terms_of_stem
        self.terms_from_prefix = lexicon.terms_from_prefix
        self.terms_like = lexicon.terms_like
        self.word_scores = functools.lru_cache(maxsize=1_000)(self._word_scores)

    def postings(self, term: str) -> tuple[Ints, Ints]:
        """Document numbers and packed counts."""
        found = self._postings.get(term, {})
        return np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.int64)

    def frequency(self, term: str) -> int:
        """How many documents hold the term."""
        return len(self._postings.get(term, ()))

    def exact(self, expression: str) -> tuple[Ints, Floats]:
        """Documents that have this title or keyword, and what that is worth."""
        found = self._exact.get(expression, {})
        return np.array(list(found), dtype=np.int64), np.array(list(found.values()))

    def stored(self, number: int) -> Stored:
        """What a page shows of a document."""
        return self._entries[number].stored

    def ids(self, numbers: Ints) -> list[str]:
        """The identifiers of these documents, each within its kind."""
        return [self._entries[number].stored.id for number in numbers]

    def _word_scores(self, terms: tuple[str, ...]) -> WordScores:
        return score_words(self, terms)

"""The words an index holds, by stem, by beginning and by likeness."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from app.imports.text import fold
from app.search.entries import SEPARATOR

SHORTEST_MENDED = 4


class Lexicon:
    """The terms of one part of an index; it never changes once made."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_stem: dict[str, list[str]] = {}
        for term in terms:
            self._by_stem.setdefault(term.partition(SEPARATOR)[0], []).append(term)

    def terms_of_stem(self, stem: str) -> Sequence[str]:
        """The terms that share a stem."""
        return self._by_stem.get(stem, ())

    def terms_from_prefix(self, prefix: str) -> Sequence[str]:
        """The terms whose word begins so; the prefix without accents."""
        words, terms = self._sorted
        first = bisect_left(words, prefix)
        return terms[first : bisect_left(words, prefix + "\U0010ffff", first)]

    def terms_like(self, word: str) -> Sequence[tuple[int, str]]:
        """The terms one typing error away, or else two in a long word, each with that distance."""
        most = 0 if len(word) < SHORTEST_MENDED else 1 if len(word) < 8 else 2
        for errors in range(1, most + 1):
            if found := self._terms_at(word, errors):
                return [(errors, term) for term in found]
        return ()

    def _terms_at(self, word: str, errors: int) -> list[str]:
        words, terms = self._sorted
        lengths, masks = self._shapes
        # An error brings at most one new letter and loses at most one: few words are left.
        letters = _letters_of(word)
        near = np.abs(lengths - len(word)) <= errors
        near &= np.bitwise_count(masks & ~letters) <= errors
        near &= np.bitwise_count(letters & ~masks) <= errors
        return [
            terms[index]
            for index in np.flatnonzero(near).tolist()
            if words[index].isalpha() and measure_errors(word, words[index], errors) == errors
        ]

    @functools.cached_property
    def _sorted(self) -> tuple[list[str], list[str]]:
        pairs = sorted(
            (fold(surface_of(term)), term) for terms in self._by_stem.values() for term in terms
        )
        return [word for word, _ in pairs], [term for _, term in pairs]

    @functools.cached_property
    def _shapes(self) -> tuple[np.ndarray, np.ndarray]:
        words = self._sorted[0]
        lengths = np.array([len(word) for word in words], dtype=np.int32)
        masks = np.array([_letters_of(word) for word in words], dtype=np.uint32)
        return lengths, masks


def surface_of(term: str) -> str:
    """The word itself, with its accents, of an index term."""
    return term.partition(SEPARATOR)[2]


def stem_of(term: str) -> str:
    """The stem of an index term."""
    return term.partition(SEPARATOR)[0]


def measure_errors(typed: str, word: str, most: int) -> int:
    """Letters added, left out, changed or swapped between two words; `most` + 1 beyond `most`."""
    before: list[int] = []
    above = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other
            row.append(min(cost, before[j - 2] + 1) if swapped else cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def _letters_of(word: str) -> np.uint32:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 32)
    return np.uint32(mask)

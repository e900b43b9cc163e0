"""French analysis, the same for every backend: text in, words with their stems out."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import NamedTuple

from app.imports.text import fold
from app.search.backend import Segment
from app.search.stems import stem_word
from app.search.stopwords import ACRONYMS_TOO, ELISIONS, STOP_WORDS

ANALYSIS_VERSION = 1
"""To be raised with any change to the words or stems made here: an older index is then refused."""

WORD = re.compile(r"[^\W_]+(?:['’ʼ‘][^\W_]+)*")
APOSTROPHE = re.compile(r"['’ʼ‘]")
LONGEST_WORD = 60
LONGEST_TEXT = 40_000
LONGEST_SNIPPET_SOURCE = 6_000
LEAD = 50
MOST_STARTS = 40


class Word(NamedTuple):
    """A word that says something, in lower case, and where it stands.

    `surface` is as written, `plain` the same without accents.
    """

    surface: str
    plain: str
    stem: str
    start: int
    end: int


def split_words(text: str, *, keep_stop_words: bool = False) -> Iterator[Word]:
    """The words of a text in order, elisions cut (« l’emploi » gives emploi), stop words left out.

    Single letters are left out too. What stands beyond 40,000 characters is not read.
    """
    text = text[:LONGEST_TEXT]
    is_mixed = any(map(str.islower, text))
    for match in WORD.finditer(text):
        at = match.start()
        for surface, plain, stem, start, end in _read_token(match[0], is_mixed, keep_stop_words):
            yield Word(surface, plain, stem, at + start, at + end)


def stem_text(text: str) -> tuple[str, ...]:
    """The stems of a text, in order."""
    return tuple(word.stem for word in split_words(text))


def clean_query(text: str, *, limit: int = 200) -> str:
    """What a person typed, on one line, without control characters, cut at `limit` characters."""
    normal = unicodedata.normalize("NFC", text[: limit * 4])
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in normal)
    return " ".join(shown.split())[:limit].rstrip()


def mark(text: str, stems: Collection[str], prefixes: tuple[str, ...] = ()) -> tuple[Segment, ...]:
    """The whole text in pieces, those that have one of these stems or prefixes marked.

    `prefixes` are compared with the word itself, without accents.
    """
    return tuple(_cut_pieces(text, 0, len(text), _find_words(text, stems, prefixes)))


def snippet(
    text: str, stems: Collection[str], length: int = 200, prefixes: tuple[str, ...] = ()
) -> tuple[Segment, ...]:
    """The passage of about `length` characters that holds most of these stems, in marked pieces.

    Plain text, never HTML; « … » stands where the text is cut. Without match, the beginning.
    """
    source = " ".join(text[:LONGEST_SNIPPET_SOURCE].split())
    found = _find_words(source, stems, prefixes)
    start = _cut_before(source, _best_start(found, length))
    end = _cut_after(source, start + length)
    pieces = _cut_pieces(source, start, end, found)
    if start > 0:
        pieces.insert(0, ("… ", False))
    if end < len(source) or len(text) > LONGEST_SNIPPET_SOURCE:
        pieces.append((" …", False))
    return tuple(pieces)


@functools.lru_cache(maxsize=100_000)
def _read_token(token: str, is_mixed: bool, keep_stop_words: bool) -> tuple[Word, ...]:
    """What apostrophes join, taken apart; places count from the token's beginning."""
    words: list[Word] = []
    start, elided = 0, ""
    for piece in APOSTROPHE.split(token):
        end = start + len(piece)
        plain = fold(piece)
        if not keep_stop_words and _is_empty(piece, plain, elided, is_mixed):
            elided = plain
        elif len(plain) > 1 or plain.isdigit():
            surface = piece.lower()[:LONGEST_WORD]
            stem = stem_word(surface)[:LONGEST_WORD]
            words.append(Word(surface, plain[:LONGEST_WORD], stem, start, end))
        start = end + 1
    return tuple(words)


def _is_empty(piece: str, plain: str, elided: str, is_mixed: bool) -> bool:
    if plain in ELISIONS:
        return True
    if elided in ("j", "n") and plain == "ai":  # the verb, not the acronym
        return True
    if plain in ACRONYMS_TOO and is_mixed and piece.isupper():
        return False
    return plain in STOP_WORDS


def _find_words(text: str, stems: Collection[str], prefixes: tuple[str, ...]) -> list[Word]:
    return [
        word
        for word in split_words(text)
        if word.stem in stems or (prefixes and word.plain.startswith(prefixes))
    ]


def _cut_pieces(text: str, start: int, end: int, found: list[Word]) -> list[Segment]:
    pieces: list[Segment] = []
    done = start
    for word in found:
        if word.start < start or word.end > end:
            continue
        if word.start > done:
            pieces.append((text[done : word.start], False))
        pieces.append((text[word.start : word.end], True))
        done = word.end
    if done < end:
        pieces.append((text[done:end], False))
    return pieces


def _best_start(found: list[Word], length: int) -> int:
    best, best_start = (0, 0), 0
    for first, word in enumerate(found[:MOST_STARTS]):
        last = word.start + length - LEAD
        inside = [other.stem for other in found[first : first + MOST_STARTS] if other.start < last]
        worth = (len(set(inside)), len(inside))
        if worth > best:
            best, best_start = worth, word.start
    return best_start


def _cut_before(source: str, start: int) -> int:
    if start <= LEAD:
        return 0
    return source.find(" ", start - LEAD, start) + 1 or start


def _cut_after(source: str, end: int) -> int:
    if end >= len(source):
        return len(source)
    cut = source.rfind(" ", max(0, end - 40), end)
    return cut if cut > 0 else end

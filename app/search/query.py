"""What a person typed, understood: words grouped with the expressions that mean the same.

« nettoyage AI 93 » is three groups, all wanted: [nettoyage or propreté or hygiène], [ai or
(association and intermédiaire)], [93]. There is no query language: quotes, stars and parentheses
are only characters, so that no query can be wrong.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.glossary import equivalences
from app.search.stopwords import ACRONYMS_TOO
from app.search.text import Word, clean_query, split_words, stem_text

MOST_WORDS = 12
EQUIVALENT_WEIGHT = 0.7
"""What an equivalent is worth beside what was typed; one of four words not four times as much."""

SHORTEST_PREFIX = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """Stems wanted together, and what finding them is worth."""

    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One thing asked for: the words as typed, and the ways to answer it.

    `prefix` is the last word without accents where it may be unfinished, otherwise empty.
    """

    words: tuple[Word, ...]
    alternatives: tuple[Alternative, ...]
    prefix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything asked for. `exact` is the whole query as stems, to be found as a title."""

    text: str
    groups: tuple[Group, ...]
    exact: tuple[str, ...]


def parse_query(text: str, *, shortest_prefix: int = SHORTEST_PREFIX) -> Plan:
    """The groups of a query; none where it holds no word that says something.

    The last word may be unfinished where it has at least `shortest_prefix` letters.
    """
    cleaned = clean_query(text)
    words = _unique_words(cleaned)
    groups: list[Group] = []
    at = 0
    while at < len(words):
        group = _read_group(words[at:])
        groups.append(group)
        at += len(group.words)
    if groups and words[-1].end >= len(cleaned.rstrip(" .,;:!?\"'»)*…")):
        groups[-1] = _leave_unfinished(groups[-1], shortest_prefix)
    return Plan(text=cleaned, groups=tuple(groups), exact=tuple(word.stem for word in words))


def _unique_words(text: str) -> list[Word]:
    words = list(split_words(text))
    if not words:
        # « ce », alone, can only be the acronym.
        everything = split_words(text, keep_stop_words=True)
        words = [word for word in everything if word.plain in ACRONYMS_TOO]
    return list({word.stem: word for word in reversed(words)}.values())[::-1][:MOST_WORDS]


def _read_group(words: list[Word]) -> Group:
    """The longest expression of the glossary that begins here, or the first word alone."""
    table = _equivalents()
    longest = min(len(words), table.longest)
    for length in range(longest, 0, -1):
        stems = tuple(word.stem for word in words[:length])
        if others := table.by_stems.get(stems):
            alternatives = (Alternative(stems=stems), *others)
            return Group(words=tuple(words[:length]), alternatives=alternatives)
    return Group(words=(words[0],), alternatives=(Alternative(stems=(words[0].stem,)),))


def _leave_unfinished(group: Group, shortest: int) -> Group:
    last = group.words[-1].plain
    if len(group.words) > 1 or len(last) < shortest:
        return group
    return replace(group, prefix=last)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Equivalents:
    by_stems: Mapping[tuple[str, ...], tuple[Alternative, ...]]
    longest: int


@functools.cache
def _equivalents() -> _Equivalents:
    others: dict[tuple[str, ...], dict[tuple[str, ...], None]] = defaultdict(dict)
    for group in equivalences():
        expressions = [stems for text in sorted(group) if (stems := stem_text(text))]
        for stems in expressions:
            others[stems].update((other, None) for other in expressions if other != stems)
    by_stems = {
        stems: tuple(
            Alternative(stems=other, weight=EQUIVALENT_WEIGHT / len(other) ** 0.5)
            for other in found
        )
        for stems, found in others.items()
    }
    return _Equivalents(by_stems=by_stems, longest=max(map(len, by_stems), default=1))

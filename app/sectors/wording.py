"""From words to sectors: synonyms found whole in a text, whatever their number or their gender."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from app.imports.text import fold
from app.sectors.taxonomy import DATA, OUT_OF_SCOPE, Sector, sectors

WORD = re.compile(r"[a-z0-9]+")
SMALL = frozenset(
    [
        *("a", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "l"),
        *("la", "le", "les", "leur", "leurs", "ou", "par", "pour", "s", "sa", "se", "ses", "sur"),
        *("un", "une"),
    ]
)
# A title that begins by these asks for a study; the trade it names is what the study is about…
STUDIES = frozenset(
    [
        *("amo", "analys", "audit", "diagnostic", "elaboration", "etud", "expertis"),
        *("programmation", "schema"),
    ]
)
OPENING = 5  # …words read for it, as « Réalisation d’une étude » or « 2021-12 : Étude »
# … unless it asks for something else with it.
DEEDS = frozenset(["traval", "fournitur", "entretien", "nettoyag", "installation"])
LONGEST = 3_000  # characters read: what a notice is about is said at its beginning


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A folded word without the marks of its plural and its feminine."""
    if len(word) <= 3:
        return word
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + "al"
    word = word.rstrip("sx") if not word.endswith("ss") else word
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


@lru_cache(maxsize=4_096)  # the lots of a notice share its title
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text, in order, small words left out."""
    return tuple(stem(word) for word in WORD.findall(fold(text)) if word not in SMALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """A synonym, its stems, and the sector it leads to."""

    words: tuple[str, ...]
    written: str
    sector: Sector


@cache
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """Every name and synonym by its first stem, the longest first."""
    found: dict[str, dict[tuple[tuple[str, ...], str], Phrase]] = defaultdict(dict)
    for sector in sectors():
        for written in (sector.name, *sector.synonyms):
            words = stems(written)
            if words:
                found[words[0]].setdefault(
                    (words, sector.slug), Phrase(words=words, written=written, sector=sector)
                )
    return {
        first: tuple(sorted(rows.values(), key=lambda p: (-len(p.words), p.written)))
        for first, rows in found.items()
    }


def find_phrases(text: str) -> Iterator[Phrase]:
    """The synonyms that a text holds; inside a longer one that matched, a shorter one is not."""
    words, known = stems(text[:LONGEST]), phrases()
    position = 0
    while position < len(words):
        longest = 0
        for phrase in known.get(words[position], ()):
            size = len(phrase.words)
            if size < longest:
                break
            if tuple(words[position : position + size]) == phrase.words:
                longest = size
                yield phrase
        position += longest or 1


@cache
def outside_phrases() -> frozenset[tuple[str, ...]]:
    """What says in a title that a purchase is none of our trades."""
    values = tomllib.loads((DATA / f"{OUT_OF_SCOPE}.toml").read_text(encoding="utf-8"))
    return frozenset(stems(written) for written in values["phrases"])


@lru_cache(maxsize=4_096)
def is_outside(title: str) -> bool:
    """True where a title names a regulated profession, a design of works or a delegated network."""
    words, known = stems(title[:LONGEST]), outside_phrases()
    sizes = {len(phrase) for phrase in known}
    return any(words[at : at + size] in known for at in range(len(words)) for size in sizes)


def is_study(title: str) -> bool:
    """True where a title asks for a study alone: the trades it names are not what is bought."""
    words = stems(title[:LONGEST])
    return not STUDIES.isdisjoint(words[:OPENING]) and DEEDS.isdisjoint(words)


@cache
def descriptors() -> dict[str, tuple[Sector, ...]]:
    """The sectors by label of the publisher's keywords, folded."""
    found: dict[str, list[Sector]] = defaultdict(list)
    for sector in sectors():
        for label in sector.descriptors:
            found[" ".join(stems(label))].append(sector)
    return {label: tuple(rows) for label, rows in found.items()}


def by_descriptor(label: str) -> tuple[Sector, ...]:
    """The sectors of a keyword, by its label."""
    return descriptors().get(" ".join(stems(label)), ())


def share(one: Iterable[str], other: Iterable[str]) -> float:
    """How much two sets of stems have in common, from 0 to 1 (Jaccard)."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 0.0

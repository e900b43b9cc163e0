"""What a buyer declares of social considerations, in every spelling that the files hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from app.awards.records import Consideration
from app.imports.text import fold

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
SEPARATORS = re.compile(r"[;,|\n\[\]\"]")
NEGATIONS = ("pas de", "pas d'", "aucun", "sans", "neant")
WORDS = {  # an accent may have become anything
    r"\br\S{0,3}serv": Consideration.RESERVED,
    r"\bclause": Consideration.CLAUSE,
    r"\bcrit": Consideration.CRITERION,
}
FLAGS = {
    "marchereserve": Consideration.RESERVED,
    "concessionreservee": Consideration.RESERVED,
    "clausesociale": Consideration.CLAUSE,
    "criteresocial": Consideration.CRITERION,
    "pasdeconsiderationsociale": Consideration.NONE,
}
DEEPEST = 6
YES = frozenset({"oui", "o", "true", "vrai", "1", "1.0", "x", "yes"})


def read_considerations(raw: object) -> frozenset[Consideration] | None:
    """The considerations declared; None where nothing is, or a filler.

    Source of the values: arrêté of 22 December 2022, schema 2.0.3. « Pas de considération » beside
    another value gives way to it. `raw` is a text, a list or an element, whatever its depth.
    """
    found = {value for text in texts_of(raw, 0) if (value := read_word(text)) is not None}
    if len(found) > 1:
        found.discard(Consideration.NONE)
    return frozenset(found) or None


def texts_of(raw: object, depth: int) -> Iterator[str]:
    """Every separate text below."""
    if isinstance(raw, str):
        yield from split_text(raw.strip(), depth)
        return
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    for value in inner if depth < DEEPEST else ():
        yield from texts_of(value, depth + 1)


def split_text(text: str, depth: int) -> Iterator[str]:
    """The values of one text: JSON in a string, or words between separators."""
    if text.startswith(("[", "{", '"')) and depth < DEEPEST:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if value is not None:
            yield from texts_of(value, depth + 1)
            return
    yield from SEPARATORS.split(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def read_word(text: str) -> Consideration | None:
    """The consideration that one value names; None for a filler or an unknown word."""
    word = " ".join(fold(text).split())
    if word.startswith(NEGATIONS):
        return Consideration.NONE
    return next((value for pattern, value in WORDS.items() if re.search(pattern, word)), None)


def read_flags(flags: dict[str, str]) -> frozenset[Consideration] | None:
    """The considerations of columns that say yes or no, by plain name.

    None where no column is filled; no everywhere is a declaration.
    """
    filled = {FLAGS[name]: fold(text.strip()) for name, text in flags.items() if text.strip()}
    if not filled:
        return None
    found = frozenset(value for value, text in filled.items() if text in YES)
    return found or frozenset({Consideration.NONE})

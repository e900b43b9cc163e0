"""The name that a person gives, made safe to show to others."""

from __future__ import annotations

import re
import unicodedata

from app.errors import InvalidError
from app.imports.text import clean_line

LONGEST = 80  # characters
MISSING = "Écrivez votre nom."
NO_LETTER = "Écrivez votre nom avec des lettres."
AN_ADDRESS = "Écrivez un nom, sans adresse de site ni de messagerie."
TOO_LONG = f"Ce nom est trop long\u00a0: {LONGEST}\u00a0caractères au plus."
ADDRESS = re.compile(r"https?:|www\.|@|//", re.IGNORECASE)
MANY_MARKS = 2  # accents on one letter; more is a drawing over the lines around


def read_name(raw: str) -> str:
    """The name on one line, without what is not seen or turns the text around.

    Raises InvalidError where nothing is left of it, or where it is no name.
    """
    seen = "".join(c for c in clean_line(raw, limit=LONGEST * 4) if not is_hidden(c))
    name = " ".join(drop_piled_marks(seen).split())
    if not name:
        raise InvalidError(MISSING)
    if not any(c.isalpha() for c in name):
        raise InvalidError(NO_LETTER)
    if ADDRESS.search(name):
        raise InvalidError(AN_ADDRESS)
    if len(name) > LONGEST:
        raise InvalidError(TOO_LONG)
    return name


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing by itself: controls, directions, joiners, private use."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs"}


def drop_piled_marks(text: str) -> str:
    """The text with two accents at most on each letter."""
    kept, marks = "", 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        kept += character if marks <= MANY_MARKS else ""
    return kept

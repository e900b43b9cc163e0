"""What two consultations must share to be thought the same: names without their spelling."""

from __future__ import annotations

import re
from functools import lru_cache

from app.imports.text import fold

WORDS = re.compile(r"[a-z0-9]+")
EMPTY_WORDS = frozenset(
    {
        "a", "au", "aux", "avec", "commune", "d", "dans", "de", "des", "du", "en", "et", "l", "la",
        "le", "les", "mairie", "par", "pour", "sur", "un", "une", "ville",
    }
)  # fmt: skip
VAGUE = frozenset({"acheteur", "administration generale", "collectivite", "services techniques"})
LONGEST = 255
LEAST_SHARED = 0.75  # of the words of both titles
LEAST_WORDS = 3


def buyer_key(name: str) -> str:
    """The words that tell a buyer from another, in order of the alphabet; empty where none does.

    « Mairie d'Aulnay-sous-Bois » and « VILLE D’AULNAY SOUS BOIS » have the same.
    """
    if fold(name).strip() in VAGUE:
        return ""
    return " ".join(sorted(telling_words(name)))[:LONGEST]


@lru_cache(maxsize=4096)
def telling_words(text: str) -> frozenset[str]:
    """The words of a text, folded, without those that say nothing."""
    return frozenset(WORDS.findall(fold(text))) - EMPTY_WORDS


def are_alike(one: str, other: str) -> bool:
    """Whether two titles say the same: most of their telling words are common to both.

    Numbers count as words, so that « lot 2 » and « lot 3 », « 2025 » and « 2026 » differ.
    """
    first, second = telling_words(one), telling_words(other)
    if min(len(first), len(second)) < LEAST_WORDS:
        return False
    numbers = {word for word in first ^ second if word.isdigit()}
    return not numbers and len(first & second) >= LEAST_SHARED * len(first | second)

"""The lots that a sentence names, so that what is said of one lot is not read for another."""

from __future__ import annotations

import re
from collections.abc import Collection

NUMBER = r"\d{1,4}[a-z]?\b"
MARK = r"(?:n\s?[°ºo]s?\s*)?"
# « lot 2 », « lots n° 1, 2 et 4 », « lots 1 à 3 »; never the « 2 lots » that count them.
NAMED = re.compile(
    rf"(?<!\d\s)\blot(?:s|\(s\))?\s*{MARK}({NUMBER}(?:\s*(?:,|-|/|&|et|ou|à)\s*{MARK}{NUMBER})*)",
    re.IGNORECASE,
)
RANGE = re.compile(r"(\d{1,4})\s*(?:à|-)\s*(?:n\s?[°ºo]s?\s*)?(\d{1,4})\b", re.IGNORECASE)
# « sauf le lot 2 » speaks of all the others.
EXCEPT = re.compile(r"\b(?:sauf|hormis|hors|except\w*|exclu\w*)\b", re.IGNORECASE)
MOST_LOTS = 200  # a range wider than that is no list of lots


def find_named_lots(sentence: str, known: Collection[str]) -> frozenset[str]:
    """Which of the known lots the sentence speaks of alone; none where it may speak of all.

    Numbers are those of the portal, in lower case, without leading zeros.
    """
    if EXCEPT.search(sentence):
        return frozenset()
    found: set[str] = set()
    for listed in NAMED.findall(sentence):
        found |= {number.lstrip("0").lower() for number in re.findall(NUMBER, listed, re.I)}
        for first, last in RANGE.findall(listed):
            found |= {str(n) for n in range(int(first), min(int(last), int(first) + MOST_LOTS) + 1)}
    return frozenset(found & set(known))

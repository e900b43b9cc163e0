"""Acronyms of the glossary explained where they stand: at their first use, then in a list."""

from __future__ import annotations

import functools
import re
from xml.etree.ElementTree import Element

from app import glossary
from app.glossary import Term, TermKind
from app.toolkit.html_tree import HEADINGS, replace_in_text

# A link to the glossary explains already; a heading is read in lists, without its context.
SKIPPED = frozenset({*HEADINGS, "a", "abbr", "code", "pre", "kbd"})


@functools.cache
def known_acronyms() -> dict[str, Term]:
    """The acronyms of the glossary that stand for something, by how they are written."""
    return {
        term.term: term
        for term in glossary.terms()
        if term.kind is TermKind.ACRONYM and term.expansion
    }


@functools.cache
def pattern() -> re.Pattern[str]:
    """What finds an acronym as a whole word, the longest first."""
    names = sorted(known_acronyms(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


def acronyms_of(text: str) -> tuple[Term, ...]:
    """The acronyms that a text uses, in alphabetical order."""
    found = {match[0] for match in pattern().finditer(text)}
    return tuple(known_acronyms()[name] for name in sorted(found, key=str.casefold))


def explain_acronyms(root: Element) -> None:
    """Mark the first use of each acronym with what it stands for."""
    seen: set[str] = set()

    def make(match: re.Match[str]) -> Element | None:
        if match[0] in seen:
            return None
        seen.add(match[0])
        mark = Element("abbr", {"title": known_acronyms()[match[0]].expansion})
        mark.text = match[0]
        return mark

    replace_in_text(root, pattern(), make, SKIPPED)

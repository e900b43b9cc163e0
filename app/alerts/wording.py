"""Texts of others, safe in a letter: on one line, and without what its Markdown would read."""

from __future__ import annotations

from app.imports.text import clean_line
from app.toolkit.typography import set_french

# The letter's own marks, replaced by characters that look like them and do nothing.
MARKS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "*": "∗", "`": "’", "\\": "/"})


def plain(text: str, limit: int = 200) -> str:
    """The text as a letter may quote it: no line break, no link, no tag."""
    line = clean_line(text, limit=limit + 1)
    if len(line) > limit:
        line = line[:limit].rstrip() + "…"
    return set_french(line.translate(MARKS))

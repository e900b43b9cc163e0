"""Values put into letters, made inert: text that a mail client shows and does not obey.

A name is what somebody typed: it holds no line break that would forge a header or a paragraph, no
character that hides or reorders its neighbours, and is never read as Markdown or HTML.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_LINE = 500
LONGEST_BLOCK = 20_000
LONGEST_LINK = 2_000
LINK = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)  # no space, quote, < > nor \
BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# Format characters hide (zero-width), reorder (right-to-left) or tag; private ones mark values.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def inert_block(value: object, limit: int = LONGEST_BLOCK) -> str:
    """The value as text whose lines are kept, three blank ones at most cut to one."""
    lines = BREAKS.sub("\n", unicodedata.normalize("NFC", str(value)))[: limit * 2].split("\n")
    text = "\n".join(" ".join(show(line).split(" ")).rstrip() for line in lines)
    return cut(re.sub(r"\n{3,}", "\n\n", text).strip(), limit)


def inert_line(value: object, limit: int = LONGEST_LINE) -> str:
    """The value on one line."""
    return cut(re.sub(r"[ \n]+", " ", inert_block(value, limit * 2)).strip(), limit)


def is_link(value: object) -> bool:
    """Whether the value is a whole web address, and nothing else."""
    text = str(value)
    return len(text) <= LONGEST_LINK and LINK.fullmatch(text) is not None


def show(line: str) -> str:
    """The characters of a line that can be seen; a tab is a space."""
    return "".join(
        char for char in line.replace("\t", " ") if unicodedata.category(char) not in HIDDEN
    )


def cut(text: str, limit: int) -> str:
    """The text, ended by « … » where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

"""French typography of running text: non-breaking spaces, apostrophes, ellipses."""

from __future__ import annotations

import re

NBSP = "\u00a0"

# Addresses are left as they are: a space inside one would break it.
ADDRESS = re.compile(r"((?:https?://|www\.)\S+|\S+@\S+)")
LINE_BLANKS = re.compile(r"[ \t\r\n]+")
BLANK = r"[ \t\r\n\u00a0\u202f\u2009]"
ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")
AFTER_OPENING = re.compile(rf"«{BLANK}*")
BEFORE_CLOSING = re.compile(rf"{BLANK}*»")
BEFORE_MARK = re.compile(rf"{BLANK}+(?=[:;!?%])")
# Nothing is added inside « 10:30 » or « %20 »: only where the mark ends a word.
MISSING_BEFORE_MARK = re.compile(r"(?<=[\w)\]»…’])(?=[:;!?](?:[\s)\]»…!?]|$))")
MISSING_BEFORE_PERCENT = re.compile(r"(?<=\d)(?=%(?!\w))")


def set_french(text: str) -> str:
    """The text with a non-breaking space before : ; ! ? » % and after «, ’ for ' and … for dots.

    Applying it twice gives the same text. Web and e-mail addresses are left as they are.
    """
    pieces = ADDRESS.split(text)
    # The odd pieces are the addresses that the split captured.
    return "".join(piece if at % 2 else _set_piece(piece) for at, piece in enumerate(pieces))


def _set_piece(text: str) -> str:
    text = ELLIPSIS.sub("…", text).replace("'", "’")
    text = AFTER_OPENING.sub(f"«{NBSP}", text)
    text = BEFORE_CLOSING.sub(f"{NBSP}»", text)
    text = BEFORE_MARK.sub(NBSP, text)
    text = MISSING_BEFORE_MARK.sub(NBSP, text)
    return MISSING_BEFORE_PERCENT.sub(NBSP, text)


def one_line(text: str) -> str:
    """The text on one line, single spaces between words; non-breaking spaces stay."""
    return LINE_BLANKS.sub(" ", text).strip(" ")

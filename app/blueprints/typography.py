"""Spaces that do not break: set once for every page, in its template and in the values it shows.

`app.toolkit.typography` sets the prose of the content files in full; here nothing is added, an
ordinary space only becomes one that keeps its mark on the same line. What a person typed goes back
into its field through the filter `e`, whose result is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from app.clock import NBSP

BEFORE_MARK = re.compile(r"(?<=\S)[ \n]+(?=[:;?!»%€](?:[\s.,)/<»]|$))")
THOUSANDS = re.compile(r"(?<!\d )\b(\d{1,3}) (?=\d{3}\b(?! ?\d))")  # not the groups of a SIRET
AFTER_OPENING = re.compile(r"«[ \n]+")
# A mark that opens a piece: what it follows was written by the expression before.
MARK_FIRST = re.compile(r"^ (?=[:;?!»%€](?:\s|$))")


class FrenchSpaces(Extension):
    """The spaces of the text written in templates, set when each is compiled."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The same tokens, the spaces of their text set."""
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _set_spaces(token.value))
            else:
                yield token


def bind_spaces(value: object) -> object:
    """The value of an expression: a plain text has its spaces set, anything else is as it was."""
    if isinstance(value, str) and not isinstance(value, Markup) and " " in value:
        return _set_spaces(value)
    return value


def _set_spaces(text: str) -> str:
    text = MARK_FIRST.sub(NBSP, text)
    text = BEFORE_MARK.sub(NBSP, text)
    text = THOUSANDS.sub(rf"\g<1>{NBSP}", text)
    return AFTER_OPENING.sub(f"«{NBSP}", text)

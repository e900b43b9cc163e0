"""Data written into a script, so that it stays data."""

from __future__ import annotations

import json
from typing import Any

from branca.element import Element

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "`": "\\u0060", "$": "\\u0024"}


def to_script_json(value: object) -> str:
    """The value as JSON that means the same anywhere: in a file, or inside a `<script>`.

    Everything beyond ASCII is escaped too, U+2028 and U+2029 among it: older engines end a line of
    script there.
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    # Only strings can hold these characters, and there the escape stands for the character.
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text


class RawScript(Element):
    """A piece of script that is written as it is.

    branca compiles every piece it is given as a Jinja template, so that `{{…}}` in a name would run
    on the server; this one is never compiled.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: Any) -> str:  # noqa: ANN401  branca's signature
        """The text."""
        return self.text

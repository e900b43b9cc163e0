"""Words of closed lists and addresses as third parties write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from app.imports.text import clean_line, slugify

Choice = TypeVar("Choice")
WEB = re.compile(r"https?://[^\s/?#@\\]+\.[^\s/?#@\\]{2,}(?:[/?#]\S*)?", re.IGNORECASE)


def read_choice(raw: str, choices: Mapping[str, Choice]) -> Choice | None:
    """The value whose name, in any case and with or without accents, is that text; or None."""
    return choices.get(slugify(raw, limit=120))


def name_choices(pairs: Iterable[tuple[str, Choice]]) -> dict[str, Choice]:
    """Values by their names, made comparable: `read_choice` looks there."""
    return {slugify(name, limit=120): value for name, value in pairs}


def split_words(raw: str, *, limit: int = 255, most: int = 30) -> tuple[str, ...]:
    """The items of a cell, between bars or semicolons, or on lines; each cleaned and kept once."""
    items = (clean_line(item, limit=limit) for item in re.split(r"[|;\n]", raw))
    return tuple(dict.fromkeys(item for item in items if item))[:most]


def read_web_address(raw: str) -> str | None:
    """An http(s) address of a public site, empty for an empty text, None for anything else."""
    text = clean_line(raw, limit=501).replace(" ", "")
    if not text:
        return ""
    if text.lower().startswith("www."):
        text = f"https://{text}"
    return text if len(text) <= 500 and WEB.fullmatch(text) else None

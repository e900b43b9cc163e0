"""The file by which a person replaces the figures of the index."""

from __future__ import annotations

from collections.abc import Iterator

from app.portraits.need_figures import FACT_KEYS
from app.portraits.need_levels import Level, territories_at

TEMPLATE_COLUMNS = ("cle", "territoire", "valeur", "source", "date")


def template_rows() -> Iterator[tuple[object, ...]]:
    """A row for each territory and key, its figure left to be filled in."""
    for level in Level:
        for place in territories_at(level):
            for key in FACT_KEYS.values():
                yield (key, place.code, "", "", "")

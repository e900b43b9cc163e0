"""The file by which a person replaces the figures of the index."""

from __future__ import annotations

from collections.abc import Iterator

from app.facts.records import COLUMNS
from app.portraits.need_figures import FACT_KEYS
from app.portraits.need_levels import Level, territories_at
from app.toolkit.measures import load_measures


def template_rows() -> Iterator[tuple[str, ...]]:
    """A row of `facts.records.COLUMNS` for each territory and key, its figure left to be given."""
    units = {key: measure.unit.label for key, measure in load_measures().items()}
    for level in Level:
        for place in territories_at(level):
            for key in FACT_KEYS.values():
                cells = {"cle": key, "territoire": place.label, "unite": units[key]}
                yield tuple(cells.get(column, "") for column in COLUMNS)

"""Files of committees: YAML as in `content/committees.yaml`, or CSV; bytes in, records out."""

from __future__ import annotations

from collections.abc import Iterator

from app.committees.records import CommitteeRecord
from app.committees.sources import csv_source, yaml_source
from app.imports.report import RowError

LARGEST = 5_000_000  # bytes: a département has a few hundred committees at most


def parse(content: bytes, name: str = "") -> Iterator[CommitteeRecord | RowError]:
    """The committees of a file, and why some are refused; never raises on bad input.

    A file that begins like the YAML of this portal, or is named so, is YAML; any other is CSV.
    """
    if len(content) > LARGEST:
        yield RowError(where="fichier", what=f"plus de {LARGEST // 1_000_000} Mo : trop grand")
        return
    is_yaml = name.endswith((".yaml", ".yml")) or yaml_source.looks_like(content)
    yield from yaml_source.parse(content) if is_yaml else csv_source.parse(content)

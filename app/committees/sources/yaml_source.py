"""Committees in YAML: a list under `committees`, with the fields of `content/committees.yaml`."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from app.committees.reading import read_row
from app.committees.records import CommitteeRecord
from app.committees.sources.text import decode
from app.errors import InvalidError
from app.imports.report import RowError
from app.imports.text import clean_line
from app.imports.yaml_text import load_yaml

ROOT = "committees"


def looks_like(content: bytes) -> bool:
    """Whether the file begins like one, comments apart."""
    lines = decode(content[:10_000]).splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return first.startswith(f"{ROOT}:")


def parse(content: bytes) -> Iterator[CommitteeRecord | RowError]:
    """Each committee of the file, and each refusal."""
    text = decode(content)
    try:
        # An alias may repeat a part of the file without end: none is needed.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            yield RowError(where="fichier", what="les alias YAML ne sont pas acceptés")
            return
    except (yaml.YAMLError, RecursionError):
        pass  # said below, in words
    try:
        loaded = load_yaml(text)
    except InvalidError as error:
        yield RowError(where="fichier", what=str(error))
        return
    rows = loaded.get(ROOT) if isinstance(loaded, dict) else None
    if not isinstance(rows, list):
        yield RowError(where="fichier", what=f"une liste « {ROOT} » est attendue")
        return
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            yield RowError(where=f"n° {number}", what="une instance est attendue, avec ses champs")
            continue
        name = clean_line(str(row.get("slug") or row.get("kind") or ""), limit=60)
        yield from read_row(row, f"n° {number} {name}".rstrip(), {})

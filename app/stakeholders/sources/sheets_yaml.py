"""Sheets in YAML: a list, or a mapping that holds one under `actors` or `acteurs`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from app.errors import InvalidError
from app.imports.report import RowError
from app.imports.yaml_text import load_yaml
from app.stakeholders.sources.rows import ActorRow, read_row

LARGEST = 5_000_000  # bytes; our own file holds sixty thousand
EXPECTED = "ni un CSV avec une colonne « nom », ni une liste de fiches en YAML"


def read_sheets(file: BinaryIO) -> Iterator[ActorRow | RowError]:
    """The sheets of a YAML file."""
    content = file.read(LARGEST + 1)
    if not content.strip():
        yield RowError(where="fichier", what="vide")
        return
    if len(content) > LARGEST:
        yield RowError(where="fichier", what=f"plus de {LARGEST} octets")
        return
    try:
        found = load_yaml(content.decode("utf-8-sig"))
    except (InvalidError, UnicodeDecodeError) as error:
        reason = str(error) if isinstance(error, InvalidError) else "ce n’est pas de l’UTF-8"
        yield RowError(where="fichier", what=f"format non reconnu, {EXPECTED} ({reason})")
        return
    if isinstance(found, dict):
        found = found.get("actors", found.get("acteurs"))
    if not isinstance(found, list):
        yield RowError(where="fichier", what=f"format non reconnu : {EXPECTED}")
        return
    for number, item in enumerate(found, start=1):
        where = f"fiche {number}"
        if isinstance(item, dict):
            yield read_row(where, {str(name).lower(): value for name, value in item.items()})
        else:
            yield RowError(where=where, what="une fiche est attendue, avec ses champs")

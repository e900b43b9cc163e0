"""A file of schemes of any known format: what it holds, its source found from its head."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from app.clock import NBSP
from app.errors import InvalidError
from app.funding.sources import SOURCES
from app.funding.sources.source import Item, Shape, Source
from app.imports.csv_rows import RowReader
from app.imports.report import RowError
from app.imports.yaml_text import load_yaml

LARGEST = 60_000_000  # bytes; the whole guide of a Région holds a few million
LISTS = ("results", "aides", "data", "records", "items")
AWARDS = {"montant_engage", "nom_beneficiaire_principal"}
HEAD = 50  # records looked at to know whose they are


def parse_file(file: BinaryIO) -> Iterator[tuple[Source, Item] | RowError]:
    """Each scheme of a file with the source it is from, or why it cannot be kept."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        yield RowError(where="fichier", what=f"plus de {LARGEST // 1_000_000} Mo")
        return
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        yield RowError(where="fichier", what="vide")
    elif head[:1] in {b"{", b"["}:
        yield from parse_json(content)
    elif is_yaml(head):
        yield from parse_yaml(content)
    else:
        yield from parse_csv(content)


def is_yaml(head: bytes) -> bool:
    """Whether a text begins as the portal's own file does, comments aside."""
    lines = (line for line in head[:20_000].splitlines() if line.strip())
    first = next((line for line in lines if not line.startswith((b"#", b"---"))), b"")
    return first.startswith(b"schemes:")


def decode(content: bytes) -> str:
    """UTF-8, with or without its mark, or Windows-1252; NUL bytes are left out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def find_source(shape: Shape, head: Any) -> Source | None:  # noqa: ANN401  any JSON
    """The source that knows this head."""
    return next((s for s in SOURCES if s.shape is shape and s.recognises(head)), None)


def refuse_format() -> RowError:
    """What to say of a file that no source knows."""
    known = " ; ".join(source.label for source in SOURCES)
    return RowError(where="fichier", what=f"format non reconnu ; formats lus{NBSP}: {known}")


def parse_json(content: bytes) -> Iterator[tuple[Source, Item] | RowError]:
    """The records of a JSON file, a list or an object that holds one."""
    try:
        value = json.loads(decode(content))
    except RecursionError:
        yield RowError(where="fichier", what="JSON illisible : trop imbriqué")
        return
    except json.JSONDecodeError as error:
        place = f"ligne {error.lineno}, colonne {error.colno}"
        yield RowError(where=place, what="JSON illisible à cet endroit")
        return
    except ValueError:
        yield RowError(where="fichier", what=f"JSON illisible{NBSP}: un nombre est trop long")
        return
    records = list_records(value)
    heads = (record for record in records[:HEAD] if isinstance(record, dict))
    source = next((s for head in heads if (s := find_source(Shape.JSON, head))), None)
    if source is None:
        yield refuse_format()
        return
    for item in source.read(records):
        yield (source, item)


def list_records(value: Any) -> list[Any]:  # noqa: ANN401  any JSON
    """The records of a JSON value; one alone is a list of one."""
    if isinstance(value, list):
        return value
    for name in LISTS:
        if isinstance(value.get(name), list):
            found: list[Any] = value[name]
            return found
    return [value]


def parse_yaml(content: bytes) -> Iterator[tuple[Source, Item] | RowError]:
    """The schemes of a file written as the portal's own."""
    try:
        value = load_yaml(decode(content))
    except InvalidError as error:
        yield RowError(where="fichier", what=str(error))
        return
    source = find_source(Shape.YAML, value)
    if source is None:
        yield refuse_format()
        return
    for item in source.read(value):
        yield (source, item)


def parse_csv(content: bytes) -> Iterator[tuple[Source, Item] | RowError]:
    """The rows of a CSV file."""
    rows = RowReader(io.BytesIO(content))
    header = {name.strip().lower() for name in rows.read_header()}
    if header >= AWARDS:
        yield RowError(
            where="fichier",
            what="liste de projets déjà financés, pas de dispositifs : rien n’est importé",
        )
        return
    source = find_source(Shape.CSV, header)
    if source is None and b"\0" in content[:4096]:
        yield RowError(where="fichier", what="ce n’est pas un fichier de texte")
        return
    if source is None:
        yield refuse_format()
        return
    for item in source.read(rows):
        yield (source, item)

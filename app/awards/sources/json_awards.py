"""The contracts of a JSON file of any size, one at a time, whatever wraps them.

`{"marches": {"marche": […], "contrat-concession": […]}}`, `{"marches": […]}`, a list, an API's
answer, one object on each line, or a single contract.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

from ijson.common import IncompleteJSONError, JSONError, ObjectBuilder

from app.imports.report import RowError
from app.tenders.sources.json_events import Readable, parse_events
from app.tenders.sources.json_stream import (
    MARKS,
    PEEK,
    guess_encoding,
    is_one_on_each_line,
    read_lines,
    say_what_it_is,
)
from app.tenders.sources.node import plain_name

Found = tuple[str, dict[str, object]]
KINDS = ("marche", "contratconcession")
LISTS = ("marches", "results", "records", "data", *KINDS, *(f"marches.{kind}" for kind in KINDS))
PLACES = frozenset(
    {"item", *(f"{name}.item" for name in LISTS), *KINDS, *(f"marches.{kind}" for kind in KINDS)}
)
WHOLE = frozenset({""})
WRAPPED = re.compile(
    rb'"\s*(?:marches|marche|contrat-concession|results|records|data)\s*"\s*:\s*[\[{]',
    re.IGNORECASE,
)
START = 2000  # bytes that show how a file begins
STARTS = frozenset({"start_map", "start_array"})
CLOSINGS = frozenset({"end_map", "end_array"})
SKIPPED = frozenset({"start_array", "map_key"})
FEW = 4  # keys of an object that is only a wrapper: an id, a date
INNER = ("marche", "contrat-concession", "fields", "record")


def read_contracts(file: BinaryIO) -> Iterator[Found | RowError]:
    """Each contract with its place in a file that can be rewound, or what is wrong with it."""
    head = file.read(PEEK)
    file.seek(0)
    text = head.removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").lstrip()
    is_wrapped = WRAPPED.search(text[:START]) is not None
    if not text:
        yield RowError(where="fichier", what="vide")
    elif text[:1] not in b"{[" and not head.startswith(tuple(MARKS)):
        yield RowError(where="fichier", what=say_what_it_is(text))
    elif not is_wrapped and is_one_on_each_line(text):
        for found in read_lines(file, guess_encoding(head)):
            yield found if isinstance(found, RowError) else (found[0], open_wrapper(found[1]))
    else:
        places = WHOLE if text.startswith(b"{") and not is_wrapped else PLACES
        yield from read_stream(Readable(file, guess_encoding(head)), places)


def read_stream(file: Readable, places: frozenset[str]) -> Iterator[Found | RowError]:
    """The contracts of a file that is one JSON value, without holding it in memory."""
    count = 0
    try:
        for value in build_contracts(file, places):
            count += 1
            where = f"marché {count}"
            if isinstance(value, dict):
                yield where, open_wrapper(value)
            else:
                yield RowError(where=where, what="ce n’est pas un marché : un objet est attendu")
    except (JSONError, IncompleteJSONError, UnicodeDecodeError, RecursionError):
        what = "JSON tronqué ou mal formé à partir d’ici ; les marchés lus avant sont gardés"
        yield RowError(where=f"après le marché {count}" if count else "fichier", what=what)
        return
    if not count:
        yield RowError(where="fichier", what="aucun marché dans ce JSON")


def build_contracts(file: Readable, places: frozenset[str]) -> Iterator[object]:
    """What stands at one of these places, as soon as it is whole; a list there is looked into."""
    builder: ObjectBuilder | None = None
    depth = 0
    for prefix, event, value in parse_events(file):
        if builder is None:
            if event in CLOSINGS or event in SKIPPED or place_of(prefix) not in places:
                continue
            if event != "start_map":
                yield value
                continue
            builder, depth = ObjectBuilder(), 0
        builder.event(event, value)
        depth += (event in STARTS) - (event in CLOSINGS)
        if depth == 0:
            yield builder.value
            builder = None


@lru_cache(maxsize=1024)
def place_of(prefix: str) -> str:
    """A place of the file by the plain names of its keys."""
    return ".".join(plain_name(key) for key in prefix.split("."))


def open_wrapper(value: dict[str, object]) -> dict[str, object]:
    """The contract itself, out of the object of one key that holds it."""
    for name in INNER:
        inner = value.get(name)
        if isinstance(inner, dict) and len(value) <= FEW:
            return inner
    return value

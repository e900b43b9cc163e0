"""Where notices come from: one module and one line of `SOURCES` for each format of a publisher.

A source reads its notices, a tree in, a record or a refusal out; it knows neither the database nor
the clock, and nothing raises on bad input.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from app.imports.report import RowError
from app.tenders.sources import boamp, boamp_tables, dila_xml, eforms_xml
from app.tenders.sources.fields import ParsedNotice, TextField
from app.tenders.sources.json_stream import read_objects
from app.tenders.sources.node import Node
from app.tenders.sources.source import Fields, Source
from app.tenders.sources.xml_tree import PEEK, read_documents, starts_as_xml, write_element

__all__ = ["SOURCES", "ParsedNotice", "Source", "TextField", "parse_file"]

SOURCES: tuple[Source, ...] = (
    boamp_tables.SOURCE,
    boamp.SOURCE,
    dila_xml.SOURCE,
    eforms_xml.SOURCE,
)
BY_ROOT = {root: source for source in SOURCES for root in source.roots}
SURPRISES = (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)
RAW = "brut"  # the key under which a refused notice is kept, to be read again
Item = ParsedNotice | RowError


def parse_file(file: BinaryIO) -> Iterator[Item]:
    """The notices of a file that can be rewound, of any known source; refusals in words.

    Each refusal of a notice carries what the file held, so that it can be kept and read again.
    """
    head = file.read(PEEK)
    file.seek(0)
    return parse_xml(file) if starts_as_xml(head) else parse_json(file)


def parse_xml(file: BinaryIO) -> Iterator[Item]:
    """The notices of an XML file."""
    for number, found in enumerate(read_documents(file, frozenset(BY_ROOT)), start=1):
        if isinstance(found, RowError):
            yield found
            continue
        root, tree, element = found
        item = read_item(BY_ROOT[root], tree, f"avis {number}")
        if isinstance(item, RowError):
            yield RowError(where=item.where, what=item.what, raw=write_element(element))
        else:
            yield item


def parse_json(file: BinaryIO) -> Iterator[Item]:
    """The notices of a JSON file, whose objects may be of several sources."""
    for found in read_objects(file):
        if isinstance(found, RowError):
            yield found
            continue
        where, fields = found
        kept = fields.get(RAW)
        if isinstance(kept, str):
            yield from parse_again(kept, where)
            continue
        item = read_object(fields, where)
        if isinstance(item, RowError):
            raw = json.dumps(fields, ensure_ascii=False, default=str)
            yield RowError(where=item.where, what=item.what, raw=raw)
        else:
            yield item


def parse_again(kept: str, where: str) -> Iterator[Item]:
    """What a notice refused before gives today; a refusal keeps it once more."""
    for item in parse_file(BytesIO(kept.encode())):
        if isinstance(item, RowError):
            yield RowError(where=where, what=item.what, raw=kept)
        else:
            yield item


def read_object(fields: Fields, where: str) -> Item:
    """The notice that a JSON object is, or why it is none."""
    source = next((source for source in SOURCES if source.recognises(fields)), None)
    if source is None:
        names = ", ".join(list(fields)[:4])[:80] or "aucun"
        return RowError(where=where, what=f"avis d’aucune source connue (champs : {names})")
    return read_item(source, Node(fields), where)


def read_item(source: Source, tree: Node, where: str) -> Item:
    """The notice that a source reads in a tree, or why it cannot."""
    try:
        return source.parse_notice(tree)
    except SURPRISES as error:
        known = isinstance(error, ValueError) and str(error)
        return RowError(where=where, what=str(error) if known else "structure inattendue")

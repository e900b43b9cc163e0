"""Where notices come from: one module and one line of `SOURCES` for each format of a publisher.

A source reads its notices, a tree in, a record or a refusal out; it knows neither the database nor
the clock, and nothing raises on bad input.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.imports.report import RowError
from app.tenders.sources import boamp, boamp_tables, dila_xml, eforms_xml, ted_xml
from app.tenders.sources.fields import ParsedNotice, TextField
from app.tenders.sources.json_stream import read_objects
from app.tenders.sources.node import Node
from app.tenders.sources.source import Fields, Source
from app.tenders.sources.xml_tree import PEEK, read_documents, starts_as_xml

__all__ = [
    "SOURCES",
    "ParsedNotice",
    "RawNotice",
    "Source",
    "TextField",
    "find_notices",
    "parse_file",
    "read_notice",
]

SOURCES: tuple[Source, ...] = (
    boamp_tables.SOURCE,
    boamp.SOURCE,
    dila_xml.SOURCE,
    eforms_xml.SOURCE,
    ted_xml.SOURCE,
)
BY_ROOT = {root: source for source in SOURCES for root in source.roots}
SURPRISES = (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)
WHY, KEPT, ROOT = "refus", "avis", "racine"  # the keys of a refused notice, kept on a line


@dataclass(frozen=True, kw_only=True)
class RawNotice:
    """A notice found in a file and not read yet; `root` is empty for an object of JSON."""

    where: str
    root: str
    value: object

    def refuse(self, what: str) -> RowError:
        """The refusal of this notice, with what it takes to read it again."""
        raw = {ROOT: self.root, KEPT: self.value} if self.root else {KEPT: self.value}
        return RowError(where=self.where, what=what, raw=raw)


def parse_file(file: BinaryIO) -> Iterator[ParsedNotice | RowError]:
    """The notices of a file that can be rewound, of any known source; refusals in words."""
    for found in find_notices(file):
        yield found if isinstance(found, RowError) else read_notice(found)


def find_notices(file: BinaryIO) -> Iterator[RawNotice | RowError]:
    """Each notice of a file, as it stands there: XML, JSON, or refused before and kept."""
    head = file.read(PEEK)
    file.seek(0)
    if starts_as_xml(head):
        for number, found in enumerate(read_documents(file, frozenset(BY_ROOT)), start=1):
            if isinstance(found, RowError):
                yield found
            else:
                root, tree = found
                yield RawNotice(where=f"avis {number}", root=root, value=tree.value)
        return
    for item in read_objects(file):
        if isinstance(item, RowError):
            yield item
        else:
            where, fields = item
            yield open_kept(where, fields) if WHY in fields else as_raw(where, "", fields)


def as_raw(where: str, root: str, value: object) -> RawNotice:
    """A notice at that place."""
    return RawNotice(where=where, root=root, value=value)


def open_kept(where: str, fields: Fields) -> RawNotice | RowError:
    """The notice that a line of refusals keeps; one that was broken may have been mended since."""
    value, root = fields.get(KEPT), str(fields.get(ROOT) or "")
    if isinstance(value, str):
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return RowError(where=where, what=str(fields[WHY]), raw={KEPT: value})
    return as_raw(where, root, value)


def read_notice(raw: RawNotice) -> ParsedNotice | RowError:
    """The notice, or why it is none."""
    if raw.root:
        source = BY_ROOT.get(raw.root)
    elif isinstance(raw.value, dict):
        fields: Fields = raw.value
        source = next((source for source in SOURCES if source.recognises(fields)), None)
    else:
        source = None
    if source is None:
        names = ", ".join(map(str, Node(raw.value).names))[:80] or "aucun"
        return raw.refuse(f"avis d’aucune source connue (champs : {names})")
    try:
        return source.parse_notice(Node(raw.value))
    except SURPRISES as error:
        known = isinstance(error, ValueError) and str(error)
        return raw.refuse(str(error) if known else "structure inattendue")

"""The objects of a JSON file of any size and any of the usual shapes, one at a time.

A list, an API's answer (`results`, `records`), one object on each line, or one object. What is
broken is said with its place; what stands before it is kept, and on lines what stands after it too.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from ijson.common import IncompleteJSONError, JSONError, ObjectBuilder

from app.imports.report import RowError
from app.tenders.sources.json_events import Readable, parse_events

LONGEST = 20_000_000  # bytes of one object: a thousand times the usual notice
PEEK = 1 << 20
WRAPPERS = ("results", "records", "notices")
ENDINGS = frozenset({"end_map", "end_array", "map_key"})
OPENINGS = frozenset({"start_map", "start_array", "map_key"})
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

Found = tuple[str, dict[str, object]]
"""Where an object stands in the file, and the object."""


def read_objects(file: BinaryIO) -> Iterator[Found | RowError]:
    """The objects of a file that can be rewound, or what is wrong with it."""
    head = file.read(PEEK)
    file.seek(0)
    text = head.removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"").lstrip()
    if not text:
        yield RowError(where="fichier", what="vide")
    elif text[:1] not in b"{[" and not head.startswith(tuple(MARKS)):
        yield RowError(where="fichier", what=say_what_it_is(text))
    elif is_one_on_each_line(text):
        yield from read_lines(file, guess_encoding(head))
    else:
        yield from read_stream(file, guess_encoding(head))


def guess_encoding(head: bytes) -> str:
    """The encoding of a file by its first bytes: its mark, else UTF-8 if it is, else Windows'."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def say_what_it_is(text: bytes) -> str:
    """A sentence on a file that is no JSON."""
    start = text[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "une page HTML, pas un export : téléchargez le fichier de données lui-même"
    if start.startswith((b"\x1f\x8b", b"pk\x03\x04")):
        return "un fichier compressé : décompressez-le d’abord"
    if start.startswith(b"%pdf"):
        return "un PDF, pas un export"
    return "ce n’est ni du JSON ni du XML : un export commence par « { », « [ » ou « < »"


def is_one_on_each_line(text: bytes) -> bool:
    """Whether the first line is a whole object by itself, and no API's answer.

    A first line too long to be seen whole is one too, unless it starts as an answer or a list does.
    """
    if not text.startswith(b"{"):
        return False
    line, newline, rest = text.partition(b"\n")
    start = text[:400].decode("utf-8", "replace")
    is_answer = any(f'"{name}"' in start for name in (*WRAPPERS, "total_count", "nhits"))
    if is_answer or (not newline and len(text) >= PEEK - 8):
        return not is_answer
    try:
        json.loads(line.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return rest.lstrip().startswith(b"{")
    return True


def read_lines(file: BinaryIO, encoding: str) -> Iterator[Found | RowError]:
    """One object on each line; a line that is broken or too long is refused, the next is read."""
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        where = f"ligne {number}"
        if len(line) > LONGEST and not line.endswith(b"\n"):
            size = len(line) + skip_line(file)
            yield RowError(where=where, what=f"{size / 1e6:.0f} Mo d’un seul tenant : refusée")
        elif line.strip():
            yield read_line(line, where, encoding)


def skip_line(file: BinaryIO) -> int:
    """Go to the next line; gives the number of bytes left out."""
    skipped = 0
    while piece := file.readline(PEEK):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def read_line(line: bytes, where: str, encoding: str) -> Found | RowError:
    """The object of one line."""
    try:
        value = json.loads(line.decode(encoding, "replace"), strict=False)
    except (ValueError, RecursionError):
        raw = {"avis": line.decode(encoding, "replace").strip()}
        return RowError(where=where, what="JSON mal formé ou tronqué", raw=raw)
    if not isinstance(value, dict):
        what = "ce n’est pas un avis : un objet JSON est attendu"
        return RowError(where=where, what=what, raw={"avis": value})
    return where, value


def read_stream(file: BinaryIO, encoding: str) -> Iterator[Found | RowError]:
    """The objects of a list or of an answer, without holding the file in memory."""
    count = 0
    try:
        for value in build_objects(Readable(file, encoding)):
            count += 1
            where = f"avis {count}"
            if isinstance(value, dict):
                yield where, value
            else:
                what = "ce n’est pas un avis : un objet JSON est attendu"
                yield RowError(where=where, what=what, raw={"avis": value})
    except (JSONError, IncompleteJSONError, UnicodeDecodeError, RecursionError):
        what = "JSON tronqué ou mal formé à partir d’ici ; les avis lus avant sont gardés"
        yield RowError(where=f"après l’avis {count}" if count else "fichier", what=what)
        return
    if not count:
        yield RowError(where="fichier", what="aucun avis dans ce JSON")


def build_objects(file: Readable) -> Iterator[object]:
    """Each item of the list or of the answer, else the object itself if it is a notice."""
    places = {"item", *(f"{name}.item" for name in WRAPPERS)}
    outer: dict[str, object] = {}
    builder: ObjectBuilder | None = None
    inside = ""
    for prefix, event, value in parse_events(file):
        starts = prefix in places or (prefix and not prefix.startswith(WRAPPERS))
        if builder is None and starts and event not in ENDINGS:
            builder, inside = ObjectBuilder(), prefix
        if builder is None:
            continue
        builder.event(event, value)
        if prefix == inside and event not in OPENINGS:
            if inside in places:
                yield builder.value
            else:
                outer[inside] = builder.value
            builder = None
    if {"idweb", "gestion", "fields"} & outer.keys():
        yield outer

"""What an answer must be to be read: the checks that tell data from an error page or a cut body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import BinaryIO

import ijson
from ijson.common import JSONError

from app.fetching.errors import BadAnswerError

PEEK = 2048
ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[\s/>]")


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """One page of the API: its bytes, what it counts in all, its records."""

    raw: bytes
    total: int
    records: list[object] = field(repr=False)


def refuse_html(head: bytes) -> None:
    """Raise BadAnswerError for the page of a guard or of an error."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:PEEK].lower()
    if start.startswith(b"<!doctype html") or b"<html" in start:
        raise BadAnswerError("une page HTML au lieu de données")


def read_page(raw: bytes) -> RecordPage:
    """One page of the API; raises BadAnswerError where it is none."""
    refuse_html(raw[:PEEK])
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        message = "JSON tronqué ou mal formé"
        raise BadAnswerError(message) from error
    results = value.get("results") if isinstance(value, dict) else None
    total = value.get("total_count") if isinstance(value, dict) else None
    if not isinstance(results, list) or not isinstance(total, int):
        raise BadAnswerError("réponse sans résultats")
    return RecordPage(raw=raw, total=total, records=results)


def check_page(body: BinaryIO) -> None:
    """Raise BadAnswerError unless this is a page of the API."""
    read_page(body.read())


def count_export(body: BinaryIO) -> int:
    """How many notices an export holds, read to its end without keeping it in memory.

    Raises BadAnswerError where it is cut or is no list.
    """
    head = body.read(PEEK)
    body.seek(0)
    refuse_html(head)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        raise BadAnswerError("ce n’est pas un export")
    count = 0
    try:
        for prefix, event, _ in ijson.parse(body):
            count += prefix == "item" and event == "start_map"
    except (JSONError, UnicodeDecodeError, RecursionError) as error:
        message = "export tronqué ou mal formé"
        raise BadAnswerError(message) from error
    return count


def check_export(body: BinaryIO) -> None:
    """Raise BadAnswerError unless this is a whole export."""
    count_export(body)


def check_index(body: BinaryIO) -> None:
    """Raise BadAnswerError unless this is the list of a folder."""
    if b"<a " not in body.read().lower():
        raise BadAnswerError("ce n’est pas la liste d’un dossier")


def check_xml(body: BinaryIO) -> None:
    """Raise BadAnswerError for a document whose root is not closed; the parser judges the rest."""
    document = body.read()
    refuse_html(document[:PEEK])
    root = ROOT.search(document)
    end = b"</" + root[1] + b">" if root else b">"
    if root is None or not document.rstrip().endswith((end, b"/>")):
        raise BadAnswerError("XML tronqué ou mal formé")

"""PDF for reading and printing: tagged for screen readers (PDF/UA-1), bookmarks, page numbers.

`write_pdf` takes the same blocks as `write_docx`. They travel as data to a template that lays them
out: no text is ever markup. The layout runs in a process of its own, which ends with its memory
and cannot outlive its time.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.clock import to_paris
from app.errors import PortalError
from app.exports.document import (
    Block,
    CheckItem,
    Contents,
    DocumentInfo,
    Heading,
    KeyFigures,
    Look,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from app.exports.docx_parts import clean, clean_address

log = logging.getLogger(__name__)
MIMETYPE = "application/pdf"
TEMPLATE = Path(__file__).parent / "typeset" / "document.typ"
LONGEST = 60  # seconds that a layout may take
NUMERIC = re.compile(
    r"[-−–+]?[\d\s\u00a0\u202f]*[\d][\d\s\u00a0\u202f,.]*(?:€|%|h|ETP|ans?|mois)?|[-–—]?"
)
LOOKS = {
    Look.OVERLINE: "overline",
    Look.TITLE: "title",
    Look.LEAD: "lead",
    Look.DETAIL: "detail",
    Look.SOURCE: "source",
    Look.QUOTATION: "quotation",
    Look.KEY: "key",
    Look.NOTE: "note",
    Look.WARNING: "warning",
}
# A wide table has smaller letters, so that its columns hold.
SIZES = ((5, 9.5), (9, 8.5), (15, 6.5))
SMALLEST = 5.5


class LayoutError(PortalError):
    """The document could not be laid out; the message is for the person, the cause for the log."""


def write_pdf(info: DocumentInfo, blocks: Iterable[Block]) -> bytes:
    """The bytes of a document in French, on A4, with these blocks in order.

    Raises LayoutError where it cannot be laid out within a minute.
    """
    data = {
        "title": clean(info.title),
        "author": clean(info.author),
        "keywords": clean(info.keywords),
        "footer": clean(info.footer or info.title),
        "dense": info.is_dense,
        "blocks": list(describe(blocks)),
    }
    moment = int(to_paris(info.created_at).timestamp())
    command = [sys.executable, "-m", "app.exports.typesetting", str(TEMPLATE), str(moment)]
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell, the text on its input
            command,
            input=json.dumps(data).encode(),
            capture_output=True,
            check=True,
            timeout=LONGEST,
            cwd=Path(__file__).parents[2],
        )
    except (subprocess.SubprocessError, OSError) as error:
        log.exception("no PDF of %r: %s", data["title"], getattr(error, "stderr", b""))
        raise LayoutError("Le PDF n’a pas pu être préparé. Réessayez dans un moment.") from error
    return done.stdout


def describe(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    """The blocks as the template reads them; items that follow one another make one list."""
    items: list[Any] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.look is Look.ITEM:
            items.append(spans(block.text))
            continue
        if items:
            yield {"kind": "items", "items": items}
            items = []
        yield describe_block(block)
    if items:
        yield {"kind": "items", "items": items}


def describe_block(block: Block) -> dict[str, Any]:
    """One block as the template reads it."""
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": clean(block.text)}
        case Paragraph():
            return {
                "kind": "paragraph",
                "look": LOOKS.get(block.look, "body"),
                "spans": spans(block.text),
            }
        case CheckItem():
            return {
                "kind": "check",
                "label": spans(block.label),
                "details": [spans(detail) for detail in block.details],
                "source": spans(block.source),
            }
        case Table():
            return describe_table(block)
        case Contents():
            return {"kind": "contents", "title": clean(block.title)}
        case PageBreak():
            return {"kind": "break"}
        case KeyFigures():
            items = [{"value": clean(f.value), "label": clean(f.label)} for f in block.items]
            return {"kind": "figures", "items": items}


def describe_table(table: Table) -> dict[str, Any]:
    """A table; columns of numbers are set to the right."""
    count = len(table.header)
    columns = [[text_of(row[at]) for row in table.rows] for at in range(count)]
    return {
        "kind": "table",
        "caption": clean(table.caption),
        "header": [clean(label) for label in table.header],
        "rows": [[spans(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths or (1.0,) * count),
        "numbers": [bool(cells) and all(map(NUMERIC.fullmatch, cells)) for cells in columns],
        "size": next((size for most, size in SIZES if count <= most), SMALLEST),
    }


def spans(text: Text) -> list[dict[str, Any]]:
    """The pieces of a line."""
    return [
        {"text": clean(span.text), "bold": span.is_bold, "href": clean_address(span.href)}
        for span in text
    ]


def text_of(text: Text) -> str:
    """The words of a line."""
    return "".join(span.text for span in text).strip()

"""Where contracts awarded come from: one module and one line of `SOURCES` for each format.

Files are told by their content: XML, JSON, else a table. Nothing raises on bad input.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from app.awards.records import AwardRecord
from app.awards.sources import decp_2019, decp_2022, decp_concession, decp_table
from app.awards.sources.decp_values import keep_writable
from app.awards.sources.json_awards import read_contracts
from app.awards.sources.source import Source
from app.imports.csv_rows import RowReader
from app.imports.report import RowError
from app.imports.text import clean_line
from app.tenders.sources.json_stream import MARKS, say_what_it_is
from app.tenders.sources.node import Node
from app.tenders.sources.xml_tree import PEEK, read_documents, starts_as_xml

__all__ = ["SOURCES", "Source", "parse_file", "read_award"]

SOURCES: tuple[Source, ...] = (
    decp_concession.SOURCE,
    decp_2022.SOURCE,
    decp_2019.SOURCE,
    decp_table.SOURCE,
)
ROOTS = frozenset({"marche", "contrat-concession"})
SURPRISES = (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"%PDF")
Item = AwardRecord | RowError


def parse_file(file: BinaryIO) -> Iterator[Item]:
    """The contracts of a file that can be rewound, whatever its format; refusals in words."""
    head = file.read(PEEK)
    file.seek(0)
    text = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    if starts_as_xml(head):
        yield from parse_xml(file)
    elif text[:1] in (b"{", b"[") or head.startswith(tuple(MARKS)):
        yield from parse_json(file)
    elif text.startswith((b"<", *PACKED)):
        yield RowError(where="fichier", what=say_what_it_is(text))
    else:
        yield from parse_table(file)


def parse_xml(file: BinaryIO) -> Iterator[Item]:
    """The contracts of an XML file."""
    for number, found in enumerate(read_documents(file, ROOTS), start=1):
        if isinstance(found, RowError):
            yield RowError(where=rephrase(found.where), what=rephrase(found.what))
        else:
            yield read_award(f"marché {number}", found[1])


def parse_json(file: BinaryIO) -> Iterator[Item]:
    """The contracts of a JSON file."""
    for found in read_contracts(file):
        if isinstance(found, RowError):
            yield RowError(where=rephrase(found.where), what=rephrase(found.what))
        else:
            yield read_award(found[0], Node(found[1]))


def parse_table(file: BinaryIO) -> Iterator[Item]:
    """The contracts of a CSV file, known by its columns."""
    rows = RowReader(file)
    header = rows.read_header()
    if not any(header):
        yield RowError(where="fichier", what="vide")
        return
    if not decp_table.is_table(header):
        shown = show_names(header)
        what = f"colonnes non reconnues ({shown}) ; il faut au moins un id et un acheteur_id"
        yield RowError(where="en-tête", what=what)
        return
    for row in rows:
        yield row if isinstance(row, RowError) else read_award(f"ligne {row.line}", Node(row.cells))


def read_award(where: str, raw: Node) -> Item:
    """One contract, or why it is refused."""
    source = next((source for source in SOURCES if source.recognises(raw)), None)
    if source is None:
        names = show_names(raw.names) or "aucun"
        return RowError(where=where, what=f"marché d’aucun format connu (champs : {names})")
    try:
        return source.read(raw)
    except SURPRISES as error:
        known = isinstance(error, ValueError) and str(error)
        return RowError(where=where, what=str(error) if known else "structure inattendue")


def show_names(names: Iterable[str]) -> str:
    """The first names of fields or columns, as a sentence may quote them."""
    return keep_writable(", ".join(clean_line(name, limit=30) for name in islice(names, 8))[:120])


def rephrase(text: str) -> str:
    """What the readers of notices say, said of contracts."""
    for before, after in (("l’avis", "le marché"), ("les avis", "les marchés"), ("avis", "marché")):
        text = text.replace(before, after)
    return text

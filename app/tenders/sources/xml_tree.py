"""XML files as trees: one document or many in a file, of any size, hostile or broken.

The trees follow the way the BOAMP writes XML as JSON (see `node`): one reader then serves both.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from app.imports.report import RowError
from app.tenders.sources.node import DEEPEST, Node

PEEK = 1 << 16
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,30})[\"']")
WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
PARAGRAPHS = frozenset({"P", "p"})
PLACE = re.compile(r"line (\d+), column (\d+)")

Found = tuple[str, Node]
"""A document: the name of its root and its tree."""


def starts_as_xml(head: bytes) -> bool:
    """Whether the first bytes of a file are XML's, pages of the web left out."""
    text = head.replace(b"\x00", b"").removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe \t\r\n")
    start = text[:300].lower()
    return start.startswith(b"<") and b"<html" not in start and b"<!doctype html" not in start


class Cleaned:
    """A file as UTF-8 XML: no declaration, no control characters, whatever encoding it lies about.

    Buyers paste control characters, which XML forbids and a strict reader would stop at.
    """

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(PEEK)
        file.seek(0)
        self._file = file
        self._decoder = codecs.getincrementaldecoder(guess_encoding(head))("replace")
        self._is_first = True

    def read(self, size: int = PEEK) -> bytes:
        """At most about that many bytes; empty at the end."""
        while raw := self._file.read(max(size, PEEK) if self._is_first else size):
            text = self._decoder.decode(raw)
            if self._is_first:
                text = DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()
                self._is_first = False
            if text:
                return text.translate(CONTROLS).encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def guess_encoding(head: bytes) -> str:
    """The encoding of a file: its mark, else UTF-8 if it starts so, else what it declares."""
    for mark, encoding in WIDE_MARKS.items():
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError:
        declared = DECLARED.match(head)
        try:
            name = codecs.lookup(declared[1].decode()).name if declared else "cp1252"
        except LookupError:
            name = "cp1252"
        return "cp1252" if name == "utf-8" else name
    return "utf-8"


def read_documents(file: BinaryIO, roots: frozenset[str]) -> Iterator[Found | RowError]:
    """Each element of these names that stands in no other one, as it is read; then what is wrong.

    Entities and DTD are refused. Only one document is in memory at a time.
    """
    count = 0
    try:
        for element in stream_elements(file, roots):
            count += 1
            yield local_name(element.tag), tree_of(element)
    except DefusedXmlException:
        what = "déclaration d’entités ou DTD dans ce XML : refusée par sécurité"
        yield RowError(where="fichier", what=what)
        return
    except ParseError as error:
        yield RowError(where=f"après l’avis {count}" if count else "fichier", what=explain(error))
        return
    except (ValueError, RecursionError):
        yield RowError(where="fichier", what="XML illisible")
        return
    if not count:
        yield RowError(where="fichier", what="aucun avis d’un format connu dans ce XML")


def stream_elements(file: BinaryIO, roots: frozenset[str]) -> Iterator[Element]:
    """The outermost elements of these names, each forgotten once it has been used."""
    inside: list[Element] = []
    parents: list[Element] = []
    for event, element in iterparse(Cleaned(file), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if not inside and local_name(element.tag) in roots:
                inside.append(element)
            elif not inside:
                parents.append(element)
        elif inside and element is inside[0]:
            yield element
            inside.clear()
            element.clear()
            if parents:
                parents[-1].clear()
        elif not inside and parents:
            parents.pop()


def explain(error: ParseError) -> str:
    """Where a document breaks, in words."""
    found = PLACE.search(str(error))
    place = f" (ligne {found[1]}, colonne {found[2]})" if found else ""
    return f"XML tronqué ou mal formé à partir d’ici{place} ; les avis lus avant sont gardés"


def tree_of(element: Element) -> Node:
    """The tree below an element: attributes as `@name`, repeated children as a list."""
    return Node(value_of(element, 0))


def value_of(element: Element, depth: int) -> object:
    """The value of an element in the JSON convention; text with markup in it is one text."""
    attributes = {f"@{local_name(key)}": value for key, value in element.attrib.items()}
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or depth > DEEPEST or is_text(element, children):
        text = text_of(element, depth).strip()
        return {**attributes, "#text": text} if attributes else text
    values: dict[str, object] = dict(attributes)
    for child in children:
        name, value = local_name(child.tag), value_of(child, depth + 1)
        known = values.get(name)
        if name not in values:
            values[name] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            values[name] = [known, value]
    return values


def local_name(tag: object) -> str:
    """A name without its namespace; comments and instructions have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_text(element: Element, children: list[Element]) -> bool:
    """Whether an element is a text: words around its children, or paragraphs only."""
    if (element.text or "").strip() or any((child.tail or "").strip() for child in children):
        return True
    return all(local_name(child.tag) in PARAGRAPHS for child in children)


def text_of(element: Element, depth: int) -> str:
    """The text of an element, a line for each paragraph; other markup leaves no space."""
    pieces = [element.text or ""]
    for child in element if depth <= DEEPEST else ():
        if isinstance(child.tag, str):
            inner = text_of(child, depth + 1)
            pieces.append(f"\n{inner}\n" if local_name(child.tag) in PARAGRAPHS else inner)
        pieces.append(child.tail or "")
    return "".join(pieces)

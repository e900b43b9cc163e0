"""Documents that people keep here: their type is read in their bytes, never in their name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.files import office
from app.files.refusal import MEGABYTE, FileRefusedError, refuse_size
from app.imports.text import clean_line

MOST_BYTES = 10 * MEGABYTE
LONGEST_NAME, LONGEST_EXTENSION = 120, 10  # characters
MEANINGFUL = frozenset('<>:"|?*;%/\\')
SNIFFED = 1_024  # characters at the head, where browsers look for a page
TEXT_CONTROLS = frozenset("\t\n\r\f")
MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
# What says at the head of a text that it is a page, a drawing or a program.
PAGES = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe", "<?php")
PROGRAMS = ("#!", "{\\rtf", "%!ps")
EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    office.ODT: ("odt",),
    office.ODS: ("ods",),
    office.DOCX: ("docx",),
    office.XLSX: ("xlsx",),
    "text/plain": ("txt",),
    "text/csv": ("csv",),
}
ACCEPTED = "PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, TXT ou CSV"
UNKNOWN = f"Ce type de fichier n’est pas accepté. Envoyez un fichier {ACCEPTED}."


@dataclass(frozen=True, kw_only=True)
class CheckedDocument:
    """A file that may be kept: a name safe to show and to download, its true type, its bytes."""

    name: str
    media_type: str
    content: bytes


def check(name: str, content: bytes) -> CheckedDocument:
    """The document, checked.

    Raises FileRefusedError where it is empty or heavier than `MOST_BYTES`, of another type than
    those accepted, not what its extension says, with macros, encrypted, or a bomb.
    """
    refuse_size(content, MOST_BYTES)
    shown = safe_name(name)
    extension = shown.rpartition(".")[2].lower()
    media_type = sniff(content, extension)
    if extension not in EXTENSIONS[media_type]:
        true = EXTENSIONS[media_type][0].upper()
        raise FileRefusedError(
            f"Le nom de ce fichier ne dit pas ce qu’il est\u00a0: son contenu est du {true}. "
            "Corrigez son extension."
        )
    return CheckedDocument(name=shown, media_type=media_type, content=content)


def sniff(content: bytes, extension: str) -> str:
    """The media type of the bytes; the extension only tells a table from a text."""
    for mark, media_type in MARKS:
        if content.startswith(mark):
            return media_type
    if content.startswith(office.ZIP_MARK):
        return office.sniff_office(content)
    if not is_plain_text(content):
        raise FileRefusedError(UNKNOWN)
    return "text/csv" if extension == "csv" else "text/plain"


def is_plain_text(content: bytes) -> bool:
    """Whether the bytes are text that a person reads, and no page or program."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what spreadsheets write
        if "\ufffd" in text:
            return False
    if any(c not in TEXT_CONTROLS and unicodedata.category(c) == "Cc" for c in text):
        return False
    head = text[:SNIFFED].lower()
    return not head.lstrip().startswith(PROGRAMS) and not any(mark in head for mark in PAGES)


def safe_name(name: str) -> str:
    """The last part of a name, without what misleads or means something to a machine.

    Folders, invisible and right-to-left characters go; the extension is kept.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    line = "".join("-" if c in MEANINGFUL else c for c in clean_line(seen)).strip(" .-")
    stem, dot, extension = line.rpartition(".")
    if not dot or not stem:
        return (line or "document")[:LONGEST_NAME]
    ending = extension[:LONGEST_EXTENSION]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"

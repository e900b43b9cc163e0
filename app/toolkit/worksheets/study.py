"""A study as tables: for a workbook and for a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.clock import NBSP, say_date
from app.exports.document import (
    TOOLBOX,
    Block,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Table,
    plain,
    with_title,
)
from app.exports.docx import write_docx
from app.exports.xlsx import Cell, Sheet, write_workbook


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table of a study: its rows, and what to know of them.

    `is_typed` is true for what the person wrote, false for what the portal filled in.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    is_typed: bool = False


@dataclass(frozen=True, kw_only=True)
class Study:
    """A whole study: its title, what it says in sentences, its tables."""

    title: str
    subtitle: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    made_at: datetime


def write_study_workbook(study: Study) -> bytes:
    """A sheet a table."""
    sheets = [
        Sheet(
            title=part.title,
            header=part.header,
            rows=part.rows,
            notes=(*part.notes, f"{study.title}, {study.subtitle}"),
        )
        for part in study.parts
    ]
    return write_workbook(study.title, sheets, study.made_at)


def write_study_document(study: Study) -> bytes:
    """A note to send: what it says, then each table."""
    info = DocumentInfo(
        title=f"{study.title} – {study.subtitle}",
        created_at=study.made_at,
        footer=f"Maillage – {study.title}, éditée le {say_date(study.made_at.date())}",
    )
    return write_docx(info, with_title(study.title, list_blocks(study), overline=TOOLBOX))


def list_blocks(study: Study) -> Iterator[Block]:
    """What the document says under its title, in order."""
    yield Paragraph(text=plain(study.subtitle), look=Look.LEAD)
    for sentence in study.sentences:
        yield Paragraph(text=plain(sentence), look=Look.ITEM)
    for part in study.parts:
        yield Heading(text=part.title)
        if part.rows:
            yield Table(
                caption=part.title,
                header=part.header,
                rows=tuple(tuple(plain(write_cell(cell)) for cell in row) for row in part.rows),
            )
        else:
            yield Paragraph(text=plain(f"Rien à ce jour{NBSP}: à compléter."))
        for note in part.notes:
            yield Paragraph(text=plain(note), look=Look.SOURCE)


def write_cell(cell: Cell) -> str:
    """A cell in words."""
    if cell is None:
        return ""
    if hasattr(cell, "strftime"):
        return f"{cell:%d/%m/%Y}"
    return str(cell)

"""What a parser gives for one notice: its record, and the texts where a clause may be written."""

from __future__ import annotations

from dataclasses import dataclass

from app.tenders.records import NoticeRecord


@dataclass(frozen=True, kw_only=True)
class TextField:
    """One text of a notice: the path of its field, its lot, the text cleaned but whole."""

    field: str
    text: str
    lot: str | None = None


@dataclass(frozen=True, kw_only=True)
class ParsedNotice:
    """A notice and its texts, whose clauses are not read yet."""

    record: NoticeRecord
    texts: tuple[TextField, ...]

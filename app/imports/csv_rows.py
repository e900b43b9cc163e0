"""The rows of a CSV file written by anybody: one broken row never loses the others."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.imports.report import RowError

LONGEST_LINE = 200_000  # characters; a real row holds a few hundred
LONGEST_ROW = 10  # lines that one quoted field may span
LARGEST_REWRITTEN = 60_000_000  # bytes
HEAD = 65_536  # bytes that tell how a file was written
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATOR_LINE = re.compile(r'"?sep=.?"?', re.IGNORECASE)  # what Excel writes above the header


@dataclass(frozen=True, kw_only=True)
class Row:
    """The cells of one row, by column name."""

    line: int
    cells: dict[str, str]


def read_head(file: BinaryIO) -> bytes:
    """The first bytes of a file, then rewound."""
    head = file.read(HEAD)
    file.seek(0)
    return head


def make_plain(file: BinaryIO) -> BinaryIO:
    """The same file from its start; one of UTF-16, or with the line ends of old Macs, is rewritten.

    Excel gives the first as « Texte Unicode », the second as « CSV (Macintosh) ».
    """
    if read_head(file).startswith(UTF_16):
        text = file.read(LARGEST_REWRITTEN).decode("utf-16", errors="replace")
        file = io.BytesIO(text.encode())
    head = read_head(file)
    if b"\r" in head[:-1] and b"\n" not in head:
        return io.BytesIO(file.read(LARGEST_REWRITTEN).replace(b"\r", b"\n"))
    return file


def read_lines(file: BinaryIO) -> Iterator[str | RowError]:
    """Each line as text: UTF-8, or Windows-1252 where a line is not UTF-8; NUL bytes are left out.

    A line longer than `LONGEST_LINE` bytes is read past, never kept whole, and refused.
    """
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
            size = len(raw) + skip_line(file)
            yield RowError(where=f"ligne {number}", what=f"ligne de {size} octets : trop longue")
            continue
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
        yield text.rstrip("\r\n").replace("\0", "")


def skip_line(file: BinaryIO) -> int:
    """How many bytes were left on the line, now read past."""
    size = 0
    while raw := file.readline(LONGEST_LINE):
        size += len(raw)
        if raw.endswith(b"\n"):
            break
    return size


def find_delimiter(header: str) -> str:
    """The separator that cuts the header into most columns."""
    return max(",;\t|", key=header.count)


def says_nothing(text: str) -> bool:
    """Whether a line above the header is blank, or names the separator."""
    return not text.strip(" ,;\t") or SEPARATOR_LINE.fullmatch(text.strip()) is not None


def split_cells(text: str, delimiter: str) -> list[str]:
    """The cells of one logical row; raises csv.Error where it is not one."""
    return next(
        csv.reader(io.StringIO(text.replace("\r", " "), newline=""), delimiter=delimiter), []
    )


class RowReader:
    """Logical rows of a file: a quoted field may span lines, an unclosed quote costs one line."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = read_lines(make_plain(file))
        self._pending: list[tuple[int, str | RowError]] = []
        self._number = 0
        self.header: tuple[str, ...] = ()
        self.delimiter = ","

    def read_header(self) -> tuple[str, ...]:
        """The column names, trimmed, of the first line that is not blank; empty where none is."""
        item = self._next()
        while item is not None and isinstance(item[1], str) and says_nothing(item[1]):
            item = self._next()
        if item is None or isinstance(item[1], RowError):
            return ()
        self.delimiter = find_delimiter(item[1])
        try:
            cells = split_cells(item[1], self.delimiter)
        except csv.Error:
            return ()
        self.header = tuple(cell.strip().strip("\ufeff") for cell in cells)
        return self.header

    def __iter__(self) -> Iterator[Row | RowError]:
        while (item := self._next()) is not None:
            number, text = item
            if isinstance(text, RowError):
                yield text
            elif text.strip(" ,;\t"):
                yield self._read_row(number, text)

    def _next(self) -> tuple[int, str | RowError] | None:
        if self._pending:
            return self._pending.pop(0)
        text = next(self._lines, None)
        if text is None:
            return None
        self._number += 1
        return self._number, text

    def _read_row(self, number: int, first: str) -> Row | RowError:
        text = first
        taken: list[tuple[int, str | RowError]] = []
        while text.count('"') % 2 and len(taken) < LONGEST_ROW:
            item = self._next()
            if item is None or isinstance(item[1], RowError):
                self._pending = taken + ([item] if item else []) + self._pending
                return RowError(where=f"ligne {number}", what="guillemet ouvert et jamais fermé")
            taken.append(item)
            text = f"{text}\n{item[1]}"
        if text.count('"') % 2:
            self._pending = taken + self._pending
            return RowError(where=f"ligne {number}", what="guillemet ouvert et jamais fermé")
        try:
            cells = split_cells(text, self.delimiter)
        except csv.Error:
            what = f"une case dépasse {csv.field_size_limit()} caractères"
            return RowError(where=f"ligne {number}", what=what)
        if len(cells) < 2 or len(cells) > len(self.header):
            what = f"{len(cells)} colonnes au lieu de {len(self.header)}"
            return RowError(where=f"ligne {number}", what=what)
        return Row(line=number, cells=dict(zip(self.header, cells, strict=False)))

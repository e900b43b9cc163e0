"""JSON as events, whatever is put in it: control and half characters, numbers of any length."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO

import ijson

CONTROLS = re.compile(r"[\x00-\x1f\ufeff]")
HALF = re.compile(
    rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]..", re.DOTALL
)
HALVES = re.compile(rb"\\u[dD]")
PAIR = 12  # bytes of two escapes


class Readable:
    """A file as UTF-8 without control characters, whatever it holds; JSON needs none of them."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int = -1) -> bytes:
        """At most about that many bytes; empty at the end."""
        raw = self.file.read(size)
        text = self.decoder.decode(raw, final=not raw)
        if raw and not text:
            return self.read(size)
        return CONTROLS.sub(" ", text).encode("utf-8", "replace")


class Whole:
    """A readable file whose halves of characters are replaced: the parser would stop at them.

    Some bytes wait for the next reading, so that no escape is cut in two.
    """

    def __init__(self, file: Readable) -> None:
        self.file = file
        self.waiting = b""
        self.before = b""

    def read(self, size: int = -1) -> bytes:
        """At most about that many bytes; empty at the end."""
        if size == 0:
            return b""
        while raw := self.file.read(size):
            self.waiting += raw
            if len(self.waiting) > PAIR:
                return self.take(len(self.waiting) - PAIR)
        return self.take(len(self.waiting))

    def take(self, count: int) -> bytes:
        """That many bytes of those waiting, seen with what stands before and after them."""
        start, whole = len(self.before), self.before + self.waiting
        mended = HALF.sub(rb"\\ufffd", whole) if HALVES.search(whole) else whole
        taken = mended[start : start + count]
        self.before = whole[: start + count][-PAIR:]
        self.waiting = self.waiting[count:]
        return taken


def parse_events(file: Readable) -> Iterator[tuple[str, str, object]]:
    """The events of a file; numbers are of any length, as the reader of floats stops at 63 bits."""
    for prefix, event, value in ijson.parse(Whole(file)):
        yield prefix, event, float(value) if isinstance(value, Decimal) else value

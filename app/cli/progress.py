"""How far a long reading has come, for the person who waits at a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

BUFFER = 1 << 18


class Watched(io.RawIOBase):
    """A file that says how many bytes further each reading goes; going back says nothing."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None]) -> None:
        self._file = file
        self._advance = advance
        self._furthest = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It can be rewound."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        place = self._file.seek(offset, whence)
        self._move(place)
        return place

    def tell(self) -> int:
        """The place reached."""
        return self._file.tell()

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Read what fits, and say so."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._move(self._file.tell())
        return len(data)

    def _move(self, place: int) -> None:
        if place > self._furthest:
            self._advance(place - self._furthest)
            self._furthest = place


@contextmanager
def watch(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """The file, with a progress bar on the error stream while it is read by a person's terminal."""
    if not sys.stderr.isatty():
        yield file
        return
    size = Path(name).stat().st_size
    with click.progressbar(length=size, label=Path(name).name, file=sys.stderr) as bar:
        yield cast("BinaryIO", io.BufferedReader(Watched(file, bar.update), BUFFER))

"""Where notices come from: one module and one line of `SOURCES` for each publisher.

A source reads its files, bytes in, notices or refusals out; it knows neither the database nor the
clock, and never raises on bad input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from app.imports.report import RowError
from app.tenders.sources import boamp
from app.tenders.sources.fields import ParsedNotice, TextField

__all__ = ["SOURCES", "ParsedNotice", "Source", "TextField", "parse_file"]

Source = Callable[[BinaryIO], Iterator[ParsedNotice | RowError]]
SOURCES: dict[str, Source] = {boamp.NAME: boamp.parse}


def parse_file(file: BinaryIO) -> Iterator[ParsedNotice | RowError]:
    """The notices of a file of any known source; what is of none is refused in words."""
    return SOURCES[boamp.NAME](file)

"""Files of events: which format a file is in, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from app.events.csv_file import parse_csv
from app.events.ics_file import IcsDefaults, parse_ics
from app.events.records import EventRecord
from app.imports.report import RowError


def parse_file(
    file: BinaryIO, defaults: IcsDefaults, now: datetime
) -> Iterator[EventRecord | RowError]:
    """The events of a file that can be read again from its start; it never raises on bad input."""
    start = file.read(4_096).lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    file.seek(0)
    if start.startswith(b"BEGIN:VCALENDAR"):
        yield from parse_ics(file, defaults, now)
    else:
        yield from parse_csv(file)

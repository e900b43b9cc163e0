"""From a file to batches of records, refusals reported."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from app.awards.records import AwardRecord
from app.awards.sources import parse_file
from app.imports.report import FileReport, RowError

BATCH = 300  # contracts held in memory and written together


def read_batches(file: BinaryIO, report: FileReport) -> Iterator[list[AwardRecord]]:
    """The contracts of a file, a bounded number at a time and in its order."""
    records = keep_readable(file, report)
    while batch := list(islice(records, BATCH)):
        yield batch


def keep_readable(file: BinaryIO, report: FileReport) -> Iterator[AwardRecord]:
    """The records of a file; the refusals go to the report as they come."""
    for item in parse_file(file):
        if isinstance(item, RowError):
            report.refuse(item)
        else:
            yield item

"""A stream of records in batches, refusals reported as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from app.imports.report import FileReport, Record, RowError

BATCH = 300  # records held in memory and written together


def keep_readable(items: Iterable[Record | RowError], report: FileReport) -> Iterator[Record]:
    """The records among these items; the refusals go to the report as they come."""
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        else:
            yield item


def cut_batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records, a bounded number at a time and in their order."""
    left = iter(records)
    while batch := list(islice(left, BATCH)):
        yield batch

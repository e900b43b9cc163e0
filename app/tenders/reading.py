"""From a file to batches of records, clauses read, refusals reported; on several cores if asked."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from app.imports.report import FileReport, RowError
from app.tenders.clauses import detect_clauses, merge_clauses
from app.tenders.records import NoticeRecord
from app.tenders.sources import ParsedNotice, RawNotice, find_notices, read_notice

BATCH = 300  # notices held in memory and written together
CHUNK = 60  # notices sent to another process at once
AHEAD = 12  # chunks sent before the first comes back, per process: bounds what is in memory
Found = RawNotice | RowError
Read = NoticeRecord | RowError


def read_batches(
    file: BinaryIO, report: FileReport, *, processes: int = 0
) -> Iterator[list[NoticeRecord]]:
    """The notices of a file, a bounded number at a time and in its order.

    `processes` are those that read beside this one, which then only finds and stores; 0 reads here.
    """
    found = find_notices(file)
    items = read_beside(found, processes) if processes else map(read_record, found)
    records = keep_readable(items, report)
    while batch := list(islice(records, BATCH)):
        yield batch


def read_record(found: Found) -> Read:
    """The complete record of a notice found in a file, or its refusal."""
    item = found if isinstance(found, RowError) else read_notice(found)
    return item if isinstance(item, RowError) else complete_record(item)


def complete_record(parsed: ParsedNotice) -> NoticeRecord:
    """The record of a notice, with the clauses that its texts propose beside the coded ones."""
    clauses = merge_clauses(parsed.record.clauses, detect_clauses(parsed.texts))
    return replace(parsed.record, clauses=tuple(clauses))


def keep_readable(items: Iterable[Read], report: FileReport) -> Iterator[NoticeRecord]:
    """The records among these items; the refusals go to the report as they come."""
    for item in items:
        if isinstance(item, RowError):
            report.refuse(item)
        else:
            yield item


def read_chunk(chunk: list[Found]) -> list[Read]:
    """The records of some notices: what another process does."""
    return [read_record(found) for found in chunk]


def relax_collector() -> None:
    """Have Python look for cycles a hundred times less often, in this process, from now on.

    An import makes many objects and nearly no cycle; a fifth of its time went there.
    """
    gc.set_threshold(100_000, 50, 50)


def read_beside(found: Iterable[Found], processes: int) -> Iterator[Read]:
    """The records, read by other processes, in order."""
    rows = iter(found)
    waiting: deque[Future[list[Read]]] = deque()
    # A fresh interpreter: a forked one would share this one's connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=relax_collector) as pool:
        try:
            while chunk := list(islice(rows, CHUNK)):
                waiting.append(pool.submit(read_chunk, chunk))
                if len(waiting) > AHEAD * processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

"""From a file to batches of records, clauses read, refusals reported; on several cores if asked."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from typing import BinaryIO

from app.imports.batches import cut_batches, keep_readable
from app.imports.report import FileReport, RowError
from app.tenders.clauses import detect_clauses, merge_clauses
from app.tenders.records import NoticeRecord
from app.tenders.sources import ParsedNotice, RawNotice, find_notices, read_notice

CHUNK = 60  # notices sent by another process at once
AHEAD = 80  # chunks that wait to be taken, 2 kB a notice: the search may be written meanwhile
PATIENCE_S = 5.0  # between two looks at a process that sends nothing
Found = RawNotice | RowError
Read = NoticeRecord | RowError
Sent = tuple[int, list[Read]] | None
"""How far in the file, in bytes, and what was read there; None at the end."""


def read_batches(
    file: BinaryIO, report: FileReport, *, beside: bool = False
) -> Iterator[list[NoticeRecord]]:
    """The notices of a file, a bounded number at a time and in its order.

    `beside` has another process read the file that the report names, while this one stores; the
    file given then only follows, for whoever watches how far it is.
    """
    items = read_beside(file, Path(report.file)) if beside else map(read_record, find_notices(file))
    yield from cut_batches(keep_readable(items, report))


def read_record(found: Found) -> Read:
    """The complete record of a notice found in a file, or its refusal."""
    item = found if isinstance(found, RowError) else read_notice(found)
    return item if isinstance(item, RowError) else complete_record(item)


def complete_record(parsed: ParsedNotice) -> NoticeRecord:
    """The record of a notice, with the clauses that its texts propose beside the coded ones."""
    clauses = merge_clauses(parsed.record.clauses, detect_clauses(parsed.texts))
    return replace(parsed.record, clauses=tuple(clauses))


def relax_collector() -> None:
    """Have Python look for cycles a hundred times less often, in this process, from now on.

    An import makes many objects and nearly no cycle; a fifth of its time went there.
    """
    gc.set_threshold(100_000, 50, 50)


def read_beside(file: BinaryIO, path: Path) -> Iterator[Read]:
    """The records of a file, read by another process, in order; a process that dies is said.

    It is a fresh interpreter: a forked one would share this one's connections.
    """
    context = multiprocessing.get_context("spawn")
    queue: Queue[Sent] = context.Queue(maxsize=AHEAD)
    process = context.Process(target=send_records, args=(path, queue), daemon=True)
    process.start()
    try:
        while sent := receive(queue, process):
            position, items = sent
            file.seek(position)
            yield from items
    finally:
        process.terminate()
        process.join()
        queue.close()


def receive(queue: Queue[Sent], process: BaseProcess) -> Sent:
    """What comes next; raises ChildProcessError where the other process died before the end."""
    while True:
        try:
            return queue.get(timeout=PATIENCE_S)
        except Empty:
            if not process.is_alive():
                message = f"la lecture s’est interrompue (code {process.exitcode})"
                raise ChildProcessError(message) from None


def send_records(path: Path, queue: Queue[Sent]) -> None:
    """Read a file and send its records: what the other process does."""
    relax_collector()
    with path.open("rb") as file:
        items = map(read_record, find_notices(file))
        while chunk := list(islice(items, CHUNK)):
            queue.put((file.tell(), chunk))
    queue.put(None)

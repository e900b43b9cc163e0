"""Counts that the processes of one machine share, each in a file of its own, nothing lost between.

A file is a list of records of 256 bytes: a double, then its key as JSON, padded. Adding writes the
eight bytes of the double at their place, which is no more than one call to the system. Each process
holds a lock on its file: a file that can be locked is that of a process that ended, and its counts
are put in `past.json` by the next process to begin. A total is the sum of all the files: counts
never go down while the folder stays. Processes on other machines have folders of their own.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from app.imports.json_file import read_object, write_object

RECORD = 256
DOUBLE = struct.Struct("<d")
SUFFIX = ".counts"
Key = tuple[str, ...]
Counts = dict[Key, float]


class Counters:
    """The counts of a folder; any thread and any process adds, any reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._owner = 0  # the process that the file below belongs to
        self._file = -1
        self._places: dict[Key, int] = {}
        self._values: list[float] = []

    def add(self, key: Key, amount: float = 1.0) -> None:
        """Add to the count of a key, which is short; one that is too long is left out."""
        text = json.dumps(key, ensure_ascii=True).encode()
        if len(text) > RECORD - DOUBLE.size:
            return
        with self._lock:
            if self._owner != os.getpid():
                self._begin()
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = len(self._values)
                self._values.append(amount)
                record = DOUBLE.pack(amount) + text
                os.pwrite(self._file, record.ljust(RECORD), place * RECORD)
                return
            self._values[place] += amount
            os.pwrite(self._file, DOUBLE.pack(self._values[place]), place * RECORD)

    def totals(self) -> Counts:
        """The count of each key, over every process, those that ended too."""
        totals: Counts = {}
        with self._alone(fcntl.LOCK_SH):
            add_all(totals, self._read_past())
            for path in self.folder.glob(f"*{SUFFIX}"):
                add_all(totals, read_counts(path))
        return totals

    def _begin(self) -> None:
        """Open a file for this process, after what ended ones left was put together."""
        self._places, self._values = {}, []
        with self._alone(fcntl.LOCK_EX):
            self._fold()
            path = self.folder / f"{uuid.uuid4().hex}{SUFFIX}"
            self._file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        weakref.finalize(self, os.close, self._file)
        self._owner = os.getpid()

    def _fold(self) -> None:
        """Put the counts of ended processes in one file, then delete theirs."""
        past = self._read_past()
        ended = [path for path in self.folder.glob(f"*{SUFFIX}") if is_free(path)]
        for path in ended:
            add_all(past, read_counts(path))
        if ended:
            write_object(self.folder / "past.json", {json.dumps(k): v for k, v in past.items()})
        for path in ended:
            path.unlink()

    def _read_past(self) -> Counts:
        """What ended processes counted."""
        kept = read_object(self.folder / "past.json")
        return {tuple(json.loads(key)): float(str(value)) for key, value in kept.items()}

    @contextmanager
    def _alone(self, how: int) -> Iterator[None]:
        """Hold the folder: shared to read, exclusive to put files together."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "fold.lock").open("a") as file:
            fcntl.flock(file, how)
            yield


def read_counts(path: Path) -> Counts:
    """The counts of a file; a record that is being written is left out."""
    content = path.read_bytes()
    found: Counts = {}
    for start in range(0, len(content) - RECORD + 1, RECORD):
        (value,) = DOUBLE.unpack_from(content, start)
        try:
            key = json.loads(content[start + DOUBLE.size : start + RECORD])
        except ValueError:
            continue
        found[tuple(key)] = value
    return found


def add_all(totals: Counts, counts: Counts) -> None:
    """Add counts to totals."""
    for key, value in counts.items():
        totals[key] = totals.get(key, 0.0) + value


def is_free(path: Path) -> bool:
    """Whether no process holds a file."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True

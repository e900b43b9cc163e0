"""Where a Whoosh index lies: versions side by side, a pointer to the present one, a writer's lock.

    folder/current.json     {"version": "…", "analysis": 1}, replaced in one step
    folder/v…/              a Whoosh index
    folder/write.lock       held by the one writer, of any process; others wait

A rebuild fills a new version and then moves the pointer, so that readers see the old index whole or
the new one whole. The version before is kept until the next rebuild: readers may be opening it.
Whoosh's files are pickles: the folder must belong to the portal alone.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.search.backend import IndexMissingError
from app.search.text import ANALYSIS_VERSION

POINTER = "current.json"
LOCK = "write.lock"


@dataclass(frozen=True, kw_only=True)
class Storage:
    """The folder of an index and of its versions."""

    folder: Path

    def current(self) -> Path:
        """The folder of the present version; `IndexMissingError` where none can be read."""
        try:
            content = json.loads((self.folder / POINTER).read_text(encoding="utf-8"))
            version, analysis = content["version"], content["analysis"]
        except FileNotFoundError:
            raise IndexMissingError from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMissingError("illisible") from error
        if analysis != ANALYSIS_VERSION:
            raise IndexMissingError("d’une version antérieure du portail")
        path = self.folder / Path(str(version)).name
        if not path.is_dir():
            raise IndexMissingError("incomplet")
        return path

    def make_version(self) -> Path:
        """A new empty folder, that no reader knows yet."""
        path = self.folder / f"v{uuid.uuid4().hex}"
        path.mkdir(parents=True)
        return path

    def publish(self, version: Path) -> None:
        """Make that version the present one, and remove those older than the one before."""
        before = self._version_now()
        content = {"version": version.name, "analysis": ANALYSIS_VERSION}
        beside = self.folder / f"{POINTER}.new"
        beside.write_text(json.dumps(content), encoding="utf-8")
        os.replace(beside, self.folder / POINTER)  # noqa: PTH105 - named for what it promises
        for path in self.folder.glob("v*"):
            if path.is_dir() and path.name not in (version.name, before):
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer, waiting for the other one to finish; a dead process holds nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _version_now(self) -> str:
        try:
            return self.current().name
        except IndexMissingError:
            return ""

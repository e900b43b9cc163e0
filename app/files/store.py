"""A folder of files outside the web root, under keys that are drawn: no name comes from people."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.errors import NotFoundError

KEY = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"  # a file that is still being written, or whose writer died


class FileStore:
    """The files of one folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, content: bytes) -> str:
        """The key under which these bytes are kept from now on: all of them, or none."""
        key = secrets.token_hex(16)
        path = self.path_of(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(UNFINISHED)
        with part.open("xb") as file:
            part.chmod(0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        return key

    def read(self, key: str) -> bytes:
        """The bytes kept under that key; NotFoundError where there are none."""
        try:
            return self.path_of(key).read_bytes()
        except FileNotFoundError as error:
            raise NotFoundError("Ce fichier n’existe plus.") from error

    def delete(self, key: str) -> None:
        """Forget that file, if it is there."""
        self.path_of(key).unlink(missing_ok=True)

    def path_of(self, key: str) -> Path:
        """Where a key's file is; NotFoundError for what is no key: none leaves the folder."""
        if KEY.fullmatch(key) is None:
            raise NotFoundError("Ce fichier n’existe pas.")
        return self.folder / key[:2] / key

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """The keys of the files written before that instant, which is aware, in no order."""
        for path in self.folder.glob("??/*"):
            if KEY.fullmatch(path.name) and written_at(path) < moment:
                yield path.name

    def orphans(self, known: Collection[str], moment: datetime) -> list[str]:
        """The keys of the files written before that instant that are not among these, sorted."""
        return sorted(key for key in self.keys_before(moment) if key not in known)

    def drop_unfinished(self, moment: datetime) -> int:
        """Delete what was being written before that instant and never was, and how many."""
        left = [p for p in self.folder.glob(f"??/*{UNFINISHED}") if written_at(p) < moment]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def written_at(path: Path) -> datetime:
    """When a file was written, in UTC; long ago where it has just gone."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except FileNotFoundError:
        return datetime.fromtimestamp(0, tz=UTC)

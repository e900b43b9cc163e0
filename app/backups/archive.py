"""The file of a backup: a tar of regular files under gzip, which any machine opens without us.

gzip and not zstd: the standard library of Python reads it alone, the day when nothing else is left.
An archive that is read is hostile until its manifest is checked: names, types and sizes are bounded
before a byte is written, and nothing is written outside the folder given.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from app.backups.manifest import NAME, Manifest, Member, read_manifest
from app.backups.refusal import BackupError

CHUNK = 1 << 20
LARGEST_HEADER = 4 << 20  # bytes that one read of the tar's own headers may ask for
LARGEST_MANIFEST = 64 << 20
LONGEST_NAME = 255
MOST_DEEP = 8
MOST_RATIO = 100  # a table as text comes down to a tenth or so: more is a bomb
SMALL = 64 << 20  # bytes that any archive may unpack to
BROKEN = "Le fichier n’est pas une sauvegarde du portail, ou il est abîmé."


class ArchiveWriter:
    """Adds members to an archive being written, and remembers what each was."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime) -> None:
        self.tar = tar
        self.made_at = made_at
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: BinaryIO) -> None:
        """Add an open file, as long as it is now; the caller closes it."""
        size = os.fstat(source.fileno()).st_size
        hashing = HashingReader(source)
        self.tar.addfile(self.describe(name, size), hashing)
        self.members[name] = Member(size, hashing.digest.hexdigest())

    def seal(self, *, engine: str, revision: str, counts: Mapping[str, int]) -> Manifest:
        """Add the manifest, which ends the archive."""
        manifest = Manifest(
            made_at=self.made_at,
            engine=engine,
            revision=revision,
            counts=counts,
            members=self.members,
        )
        text = manifest.to_json().encode()
        self.tar.addfile(self.describe(NAME, len(text)), io.BytesIO(text))
        return manifest

    def describe(self, name: str, size: int) -> tarfile.TarInfo:
        """A member that tells nothing of this machine or of who runs the portal."""
        info = tarfile.TarInfo(name)
        info.size = size
        info.mode = 0o600
        info.mtime = int(self.made_at.timestamp())
        return info


class HashingReader(io.RawIOBase):
    """A file whose bytes are counted in a digest as they are read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self.source.read(size)
        self.digest.update(found)
        return found


@contextmanager
def writing(file: Path, made_at: datetime) -> Iterator[ArchiveWriter]:
    """An archive at that path, readable by its owner alone, there only once it is whole.

    BackupError where something stands there already: a backup is never written over.
    """
    part = file.with_name(f"{file.name}.part")
    if file.exists():
        raise BackupError(f"{file} existe déjà\u00a0: choisissez un autre nom.")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise BackupError(f"{part} ne peut pas être écrit\u00a0: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with (
                gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6) as packed,
                tarfile.open(fileobj=packed, mode="w") as tar,
            ):
                yield ArchiveWriter(tar, made_at)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(f"La sauvegarde n’est pas écrite\u00a0: {error.strerror}.") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@dataclass
class BoundedStream:
    """The unpacked bytes of an archive, refused where there are too many, at once or in all."""

    source: gzip.GzipFile
    most: int

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if not 0 <= size <= LARGEST_HEADER or self.source.tell() > self.most:
            raise BackupError("La sauvegarde contient beaucoup plus que sa taille ne l’annonce.")
        return self.source.read(size)

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        if whence != io.SEEK_SET or place > self.most:
            raise BackupError("La sauvegarde contient beaucoup plus que sa taille ne l’annonce.")
        return self.source.seek(place)

    def tell(self) -> int:
        """The place."""
        return self.source.tell()


def is_safe(name: str) -> bool:
    """Whether a name stays inside the folder that it is written under, on any machine."""
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name and ":" not in name
    inside = not any(part in {"", ".", ".."} for part in parts)
    return plain and inside and len(name) <= LONGEST_NAME and len(parts) <= MOST_DEEP


def unpack(file: Path, folder: Path) -> Manifest:
    """Write the members of an archive in an empty folder, checked against its manifest.

    Raises BackupError for an archive that is broken, incomplete, changed, or hostile; what was
    written in the folder by then is of no use.
    """
    try:
        size = file.stat().st_size
        most = min(max(SMALL, MOST_RATIO * size), shutil.disk_usage(folder).free)
        with gzip.open(file, "rb") as packed:
            stream = BoundedStream(packed, most)
            found = write_members(stream, folder)
            while stream.read(CHUNK):  # to the very end, where gzip keeps its checksum
                pass
    except FileNotFoundError as error:
        raise BackupError(f"{file} n’existe pas.") from error
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        # What gzip refuses has no number; a full disk has one.
        reason = error.strerror if isinstance(error, OSError) and error.errno else ""
        said = f"La sauvegarde ne peut pas être lue\u00a0: {reason}." if reason else BROKEN
        raise BackupError(said) from error
    manifest_file = folder / NAME
    if found.pop(NAME, None) is None or manifest_file.stat().st_size > LARGEST_MANIFEST:
        raise BackupError(BROKEN)
    manifest = read_manifest(manifest_file.read_bytes())
    check_members(found, manifest.members)
    return manifest


def write_members(stream: BoundedStream, folder: Path) -> dict[str, Member]:
    """Write each member, and say what was written."""
    found: dict[str, Member] = {}
    # A bounded stream has the three methods that tarfile calls; its type asks for more.
    with tarfile.open(fileobj=stream, mode="r:") as tar:  # type: ignore[call-overload]
        for info in tar:
            regular = info.type in {tarfile.REGTYPE, tarfile.AREGTYPE} and not info.issparse()
            if not regular or not is_safe(info.name) or info.name in found:
                raise BackupError(
                    f"La sauvegarde contient un membre interdit\u00a0: {info.name!r}."
                )
            content = tar.extractfile(info)
            if content is None:
                raise BackupError(BROKEN)
            found[info.name] = write_member(content, folder / PurePosixPath(info.name))
    return found


def write_member(source: IO[bytes], path: Path) -> Member:
    """Write a member in a new file, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as target:
        path.chmod(0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Member(size, digest.hexdigest())


def check_members(found: Mapping[str, Member], expected: Mapping[str, Member]) -> None:
    """Raise BackupError, naming one, where members are not those of the manifest."""
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            raise BackupError(f"La sauvegarde est abîmée\u00a0: {name} n’est pas ce qui fut écrit.")

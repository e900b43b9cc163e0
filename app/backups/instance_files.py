"""The files of the instance that a backup keeps, and how restored ones take their place.

All are kept but those that can be made again or belong to a process that runs: a feature that keeps
files under the instance is saved without saying so anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from app.backups.archive import is_safe

REBUILT = frozenset({"index", "metrics"})  # folders of the instance
PASSING = (".lock", ".part", ".tmp", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


def is_kept(name: str) -> bool:
    """Whether a file of the instance, named from there with slashes, belongs to a backup.

    The queue of the jobs is a database of its own (`.sqlite3`): what is due is due again.
    """
    top = PurePosixPath(name).parts[0]
    # Hidden at the top: the working folders of a backup and of a restoration.
    hidden = top.startswith(".")
    return is_safe(name) and not hidden and top not in REBUILT and not name.endswith(PASSING)


def list_files(instance: Path, database: str | None) -> list[str]:
    """The names of the files that a backup keeps, sorted; never a link, nor the database's file."""
    names = (
        path.relative_to(instance).as_posix()
        for path in instance.rglob("*")
        if path.is_file() and not path.is_symlink() and not is_database(path, database)
    )
    return sorted(filter(is_kept, names))


def database_file(engine: sa.Engine) -> str | None:
    """The path of the SQLite database of an engine; None for another engine."""
    return engine.url.database if engine.dialect.name == "sqlite" else None


def is_database(path: Path, database: str | None) -> bool:
    """Whether a file is the SQLite database, or one of those that stand beside it."""
    if not database:
        return False
    main = Path(database).resolve()
    return path.resolve().parent == main.parent and path.name.startswith(main.name)


@contextmanager
def swapped(
    instance: Path, aside: Path, present: Iterable[str], restored: Path, names: Iterable[str]
) -> Iterator[None]:
    """The restored files in place of the present ones; as before where the block raises.

    The present ones wait in the folder `aside`, which the caller erases once all is done. All
    folders are on one disk: each file moves in one go.
    """
    done: list[tuple[Path, Path]] = []
    try:
        for name in present:
            move(instance / name, aside / name, done)
        for name in names:
            move(restored / name, instance / name, done)
        yield
    except BaseException:
        for source, target in reversed(done):
            target.replace(source)
        raise


def move(source: Path, target: Path, done: list[tuple[Path, Path]]) -> None:
    """Move a file, its folder made where it was missing, and note it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    done.append((source, target))

"""Writes a backup: the rows first, the files after.

In that order each row finds its file: a file is written before its row, and outlives it by a day.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from app.backups.archive import ArchiveWriter, writing
from app.backups.instance_files import database_file, list_files
from app.backups.manifest import Manifest
from app.backups.refusal import BackupError
from app.backups.rows import dump_table
from app.backups.snapshot import frozen
from app.operating.schema import read_revision


def save(
    engine: sa.Engine, metadata: sa.MetaData, instance: Path, file: Path, now: datetime
) -> Manifest:
    """Write the whole portal in a new file, and say what it holds; the instant is aware.

    Raises BackupError where the file exists, is inside the instance, or cannot be written, and
    where the database has no schema.
    """
    if file.resolve().is_relative_to(instance.resolve()):
        raise BackupError("Écrivez la sauvegarde hors du dossier de l’instance, qu’elle contient.")
    with TemporaryDirectory(prefix=".backup-", dir=instance) as folder, writing(file, now) as to:
        with frozen(engine, Path(folder)) as connection:
            revision = read_revision(connection)
            if not revision:
                raise BackupError(
                    "La base est vide\u00a0: lancez d’abord «\u00a0flask prepare\u00a0»."
                )
            counts = add_tables(connection, metadata, Path(folder), to)
        for name in list_files(instance, database_file(engine)):
            add_file(to, name, instance / name)
        return to.seal(engine=engine.dialect.name, revision=revision, counts=counts)


def add_tables(
    connection: sa.Connection, metadata: sa.MetaData, folder: Path, archive: ArchiveWriter
) -> dict[str, int]:
    """Add each table, and give the number of rows of each."""
    counts = {}
    for table in metadata.sorted_tables:
        lines = folder / f"{table.name}.jsonl"
        counts[table.name] = dump_table(connection, table, lines)
        with lines.open("rb") as source:
            archive.add(f"database/{table.name}.jsonl", source)
        lines.unlink()
    return counts


def add_file(archive: ArchiveWriter, name: str, path: Path) -> None:
    """Add a file of the instance, unless it has just gone with its row."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return
    with source:
        archive.add(f"files/{name}", source)

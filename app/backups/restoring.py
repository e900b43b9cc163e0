"""Puts a backup back: all of it, or nothing.

The archive is unpacked and checked aside; the rows are replaced in one transaction, the files are
moved inside it, and its commit is the last thing done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, StatementError

from app.backups.archive import unpack
from app.backups.instance_files import database_file, is_kept, list_files, swapped
from app.backups.manifest import Manifest
from app.backups.refusal import BackupError
from app.backups.rows import load_table

PATIENCE = "30s"  # how long PostgreSQL waits for those who write


@dataclass(frozen=True)
class Opened:
    """An archive unpacked in a folder, found whole."""

    folder: Path
    manifest: Manifest

    @property
    def files(self) -> list[str]:
        """The names of the files of the instance that it holds."""
        names = (name.partition("/") for name in self.manifest.members)
        return sorted(rest for top, _, rest in names if top == "files")


@contextmanager
def opened(file: Path, instance: Path, metadata: sa.MetaData, head: str) -> Iterator[Opened]:
    """An archive, checked, unpacked beside what it will replace; erased at the end.

    Raises BackupError for one that is broken, hostile, of another schema, or with other tables.
    """
    with TemporaryDirectory(prefix=".restore-", dir=instance) as folder:
        found = Opened(Path(folder), unpack(file, Path(folder)))
        check_schema(found.manifest, head)
        check_contents(found, {table.name for table in metadata.sorted_tables})
        yield found


def check_schema(manifest: Manifest, head: str) -> None:
    """Raise BackupError, with the way out, where the archive is of another schema."""
    if manifest.revision == head:
        return
    raise BackupError(
        f"Cette sauvegarde est au schéma {manifest.revision or 'inconnu'}, ce portail au schéma "
        f"{head}. Installez la version du portail dont la dernière migration est "
        f"{manifest.revision or 'celle de la sauvegarde'}, restaurez-y, puis mettez-la à jour "
        "(«\u00a0flask db upgrade\u00a0»)."
    )


def check_contents(found: Opened, tables: set[str]) -> None:
    """Raise BackupError where members are neither these tables nor files that a backup keeps."""
    expected = {f"database/{table}.jsonl" for table in tables}
    members = set(found.manifest.members)
    strangers = members - expected - {f"files/{name}" for name in found.files if is_kept(name)}
    if strangers:
        raise BackupError(f"La sauvegarde contient un membre interdit\u00a0: {min(strangers)!r}.")
    if not expected <= members or found.manifest.counts.keys() != tables:
        raise BackupError("La sauvegarde est incomplète\u00a0: il y manque des tables.")


def list_filled(connection: sa.Connection, tables: Sequence[sa.Table]) -> list[str]:
    """The tables that hold at least one row."""
    return [
        table.name
        for table in tables
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
    ]


def restore(engine: sa.Engine, metadata: sa.MetaData, instance: Path, found: Opened) -> None:
    """Replace every row and every kept file by those of an archive.

    Raises BackupError where the database refuses them: rows and files are then as they were. The
    database has its schema already.
    """
    tables = metadata.sorted_tables
    present = list_files(instance, database_file(engine))
    with TemporaryDirectory(prefix=".replaced-", dir=instance) as aside:
        try:
            with engine.connect() as connection, connection.begin():
                keep_writers_out(connection, tables)
                replace_rows(connection, tables, found)
                with swapped(instance, Path(aside), present, found.folder / "files", found.files):
                    connection.commit()
        except (DBAPIError, StatementError) as error:
            reason = str(error.orig or error).splitlines()[0]
            raise BackupError(f"La base refuse la sauvegarde ({reason}).") from error
        except OSError as error:
            raise BackupError(
                f"Un fichier n’a pas pu être remis\u00a0: {error.strerror}."
            ) from error


def keep_writers_out(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Let nobody write until the end; who reads sees what was there before."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    quote = connection.dialect.identifier_preparer.format_table
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    connection.exec_driver_sql(f"LOCK TABLE {', '.join(map(quote, tables))} IN EXCLUSIVE MODE")


def replace_rows(connection: sa.Connection, tables: Sequence[sa.Table], found: Opened) -> None:
    """Delete every row, children first, then insert those of the archive, parents first."""
    for table in reversed(tables):
        connection.execute(sa.delete(table))
    for table in tables:
        count = load_table(connection, table, found.folder / "database" / f"{table.name}.jsonl")
        if count != found.manifest.counts[table.name]:
            raise BackupError(
                f"La sauvegarde est abîmée\u00a0: {count} lignes dans la table {table.name}, "
                f"{found.manifest.counts[table.name]} annoncées."
            )
        if connection.dialect.name == "postgresql":
            set_sequence(connection, table)


def set_sequence(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL number the next row after the last."""
    column = table.autoincrement_column
    if column is None:
        return
    name = sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))
    sequence = connection.execute(name).scalar()
    last = connection.execute(sa.select(sa.func.max(column))).scalar()
    if sequence:
        connection.execute(sa.select(sa.func.setval(sequence, last or 1, last is not None)))

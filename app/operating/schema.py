"""Where the database stands among the migrations; neither alembic's environment nor its log."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa

VERSIONS = sa.table("alembic_version", sa.column("version_num", sa.String))


def read_revision(connection: sa.Connection) -> str:
    """The newest migration that the database has been through; empty before the first."""
    if not sa.inspect(connection).has_table(VERSIONS.name):
        return ""
    return ", ".join(sorted(connection.execute(sa.select(VERSIONS.c.version_num)).scalars()))


@cache
def read_head(migrations: Path) -> str:
    """The newest migration of this version of the portal, in the folder of the migrations."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  slow to import

    return ", ".join(sorted(ScriptDirectory(str(migrations)).get_heads()))

"""Projects that have an owner, and their dossiers.

Revision: 0023, after 0022.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


@contextmanager
def kept_worksheets() -> Iterator[None]:
    """Keep what refers to projects: on SQLite, a table that is rebuilt takes it away."""
    tables = ("worksheet", "worksheet_version")
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table in tables:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    yield
    for table in tables:
        op.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")


def upgrade() -> None:
    with kept_worksheets(), op.batch_alter_table("project") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        for owner in ("person", "organisation"):
            table.create_foreign_key(
                op.f(f"fk_project_{owner}_id_{owner}"),
                owner,
                [f"{owner}_id"],
                ["id"],
                ondelete="CASCADE",
            )
        table.create_check_constraint(
            op.f("ck_project_owner"), "person_id IS NULL OR organisation_id IS NULL"
        )
    op.create_index(op.f("ix_project_person_id"), "project", ["person_id"])
    op.create_index(op.f("ix_project_organisation_id"), "project", ["organisation_id"])

    op.create_table(
        "dossier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("beneficiary", sa.String(length=24), nullable=False),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("territory", sa.String(length=20), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=False),
        sa.Column("publics", sa.Text(), nullable=False),
        sa.Column("jobs", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("expenses", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("visibility IN ('private', 'funders')", name=op.f("ck_dossier_visibility")),
        sa.CheckConstraint("radius_km BETWEEN 1 AND 60", name=op.f("ck_dossier_radius")),
        sa.ForeignKeyConstraint(
            ["id"], ["project.id"], name=op.f("fk_dossier_id_project"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
    )
    op.create_index("ix_dossier_visibility_territory", "dossier", ["visibility", "territory"])


def downgrade() -> None:
    op.drop_index("ix_dossier_visibility_territory", table_name="dossier")
    op.drop_table("dossier")
    op.drop_index(op.f("ix_project_organisation_id"), table_name="project")
    op.drop_index(op.f("ix_project_person_id"), table_name="project")
    with kept_worksheets(), op.batch_alter_table("project") as table:
        table.drop_constraint(op.f("ck_project_owner"), type_="check")
        for owner in ("organisation", "person"):
            table.drop_constraint(op.f(f"fk_project_{owner}_id_{owner}"), type_="foreignkey")
            table.drop_column(f"{owner}_id")

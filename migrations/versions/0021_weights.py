"""The versions of the weights that the portal team publishes.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weights_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_weights_version_version")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_weights_version_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weights_version")),
        sa.UniqueConstraint("grid", "version", name=op.f("uq_weights_version_grid_version")),
    )
    op.create_index(op.f("ix_weights_version_person_id"), "weights_version", ["person_id"])


def downgrade() -> None:
    op.drop_table("weights_version")

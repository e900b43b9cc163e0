"""Figures of the measures.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sector", sa.String(length=80), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("period", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("words", sa.String(length=255), nullable=False),
        sa.Column("is_target", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("published", sa.String(length=60), nullable=False),
        sa.Column("reliability", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value is not null or words <> ''", name=op.f("ck_fact_says_something")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint(
            "measure", "territory", "kind", "sector", "dated", "is_target", "source",
            name="uq_fact_identity",
        ),
    )
    op.create_index(op.f("ix_fact_measure"), "fact", ["measure"])
    op.create_index(op.f("ix_fact_territory"), "fact", ["territory"])


def downgrade() -> None:
    op.drop_index(op.f("ix_fact_territory"), table_name="fact")
    op.drop_index(op.f("ix_fact_measure"), table_name="fact")
    op.drop_table("fact")

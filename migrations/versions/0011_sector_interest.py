"""Who wants to enter a sector.

Revision: 0011, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sector_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=80), nullable=False),
        sa.Column("siae_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("leaves_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["siae_id"],
            ["siae.id"],
            name=op.f("fk_sector_interest_siae_id_siae"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_interest")),
    )
    op.create_index(op.f("ix_sector_interest_sector"), "sector_interest", ["sector"])
    op.create_index(op.f("ix_sector_interest_leaves_on"), "sector_interest", ["leaves_on"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sector_interest_leaves_on"), table_name="sector_interest")
    op.drop_index(op.f("ix_sector_interest_sector"), table_name="sector_interest")
    op.drop_table("sector_interest")

"""Letters: the claims of workers, what is secret or essential; the addresses that are paused.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paused_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paused_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_paused_address_digest")),
    )
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        table.add_column(
            sa.Column("is_essential", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("letter") as table:
        table.alter_column("is_secret", server_default=None)
        table.alter_column("is_essential", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.drop_column("is_essential")
        table.drop_column("is_secret")
        table.drop_column("handed_at")
        table.drop_column("claimed_at")
    op.drop_table("paused_address")

"""Republications proposed, links made by hand, and what the search must write again.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_document")),
    )
    op.create_table(
        "republication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.String(length=60), nullable=False),
        sa.Column("later", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_republication")),
        sa.UniqueConstraint("earlier", "later", name=op.f("uq_republication_earlier_later")),
    )
    with op.batch_alter_table("republication") as batch:
        batch.create_index(batch.f("ix_republication_earlier"), ["earlier"])
        batch.create_index(batch.f("ix_republication_later"), ["later"])
    with op.batch_alter_table("notice_link") as batch:
        batch.add_column(
            sa.Column("is_manual", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("consultation") as batch:
        batch.add_column(
            sa.Column("buyer_key", sa.String(length=255), nullable=False, server_default="")
        )
        batch.create_index(batch.f("ix_consultation_buyer_key"), ["buyer_key"])


def downgrade() -> None:
    with op.batch_alter_table("consultation") as batch:
        batch.drop_index(batch.f("ix_consultation_buyer_key"))
        batch.drop_column("buyer_key")
    with op.batch_alter_table("notice_link") as batch:
        batch.drop_column("is_manual")
    op.drop_table("republication")
    op.drop_table("pending_document")

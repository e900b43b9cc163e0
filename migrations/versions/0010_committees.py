"""Committees, their dates and what replaced them.

Revision: 0010, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXTS = (
    ("name", 255),
    ("acronym", 40),
    ("local_name", 255),
    ("legal_basis", 500),
    ("successor", 120),
    ("secretariat", 500),
    ("frequency", 255),
    ("origin", 255),
    ("digest", 64),
    ("edited_by", 120),
)
LISTS = (
    "former_names", "missions", "colleges", "contributions", "guests", "files", "themes", "sources",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("territory", sa.String(length=12), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in TEXTS),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in LISTS),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_committee_dates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint("slug", name=op.f("uq_committee_slug")),
    )
    op.create_index("ix_committee_place", "committee", ["territory", "kind"])
    op.create_index(op.f("ix_committee_successor"), "committee", ["successor"])
    op.create_index(op.f("ix_committee_updated_at"), "committee", ["updated_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_committee_updated_at"), table_name="committee")
    op.drop_index(op.f("ix_committee_successor"), table_name="committee")
    op.drop_index("ix_committee_place", table_name="committee")
    op.drop_table("committee")

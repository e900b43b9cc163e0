"""Schemes and their dated calls.

Revision: 0007, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LISTS = (
    "funders", "instructors", "beneficiary_kinds", "kinds", "stages", "expenses", "themes",
    "territories", "not_with", "pieces", "sources", "former_names", "former_slugs",
)
TEXTS = ("purpose", "beneficiaries", "amount", "cumul", "asks_beneficiary", "when")


def upgrade() -> None:
    op.create_table(
        "funding_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in LISTS),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("basis", sa.String(length=20), nullable=True),
        sa.Column("floor", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("ceiling", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("max_rate", sa.Numeric(precision=6, scale=4), nullable=True),
        sa.Column("is_minimis", sa.Boolean(), nullable=False),
        sa.Column("recurrence", sa.String(length=20), nullable=True),
        sa.Column("declared", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("contact", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("generic", sa.String(length=120), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("source_key", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.String(length=120), nullable=False),
        sa.Column("link_state", sa.String(length=10), nullable=False),
        sa.Column("link_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_note", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_scheme")),
        sa.UniqueConstraint("slug", name=op.f("uq_funding_scheme_slug")),
    )
    op.create_index("ix_funding_scheme_source", "funding_scheme", ["origin", "source_key"])
    op.create_index(op.f("ix_funding_scheme_declared"), "funding_scheme", ["declared"])
    op.create_index(op.f("ix_funding_scheme_updated_at"), "funding_scheme", ["updated_at"])
    op.create_table(
        "funding_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("pre_deposit_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("year", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"],
            ["funding_scheme.id"],
            name=op.f("fk_funding_call_scheme_id_funding_scheme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_call")),
    )
    op.create_index(op.f("ix_funding_call_scheme_id"), "funding_call", ["scheme_id"])
    op.create_index(op.f("ix_funding_call_closes_on"), "funding_call", ["closes_on"])


def downgrade() -> None:
    op.drop_table("funding_call")
    op.drop_table("funding_scheme")

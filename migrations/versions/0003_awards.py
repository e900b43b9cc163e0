"""Contracts awarded, their holders and their sectors.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=140), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=150), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("buyer_siret", sa.String(length=14), nullable=False),
        sa.Column("buyer_name", sa.String(length=255), nullable=False),
        sa.Column("object", sa.String(length=1000), nullable=False),
        sa.Column("cpv", sa.String(length=8), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("procedure", sa.String(length=120), nullable=False),
        sa.Column("place_text", sa.String(length=200), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=False),
        sa.Column("territory_proof", sa.String(length=12), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("modified_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("duration_months", sa.Double(), nullable=True),
        sa.Column("original_duration_months", sa.Double(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("original_amount", sa.Double(), nullable=True),
        sa.Column("is_social_known", sa.Boolean(), nullable=False),
        sa.Column("is_reserved", sa.Boolean(), nullable=False),
        sa.Column("has_clause", sa.Boolean(), nullable=False),
        sa.Column("has_criterion", sa.Boolean(), nullable=False),
        sa.Column("offers_received", sa.Integer(), nullable=True),
        sa.Column("framework_id", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part >= 1", name=op.f("ck_award_part")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_award_amount")),
        sa.CheckConstraint("ends_on >= notified_on", name=op.f("ck_award_ends_on")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("reference", name=op.f("uq_award_reference")),
        sa.UniqueConstraint("uid", "part", name=op.f("uq_award_uid_part")),
    )
    with op.batch_alter_table("award") as batch:
        batch.create_index("ix_award_of_buyer", ["buyer_siret", "notified_on"])
        batch.create_index(batch.f("ix_award_territory"), ["territory"])
        batch.create_index(batch.f("ix_award_notified_on"), ["notified_on"])
        batch.create_index(batch.f("ix_award_ends_on"), ["ends_on"])
        batch.create_index(batch.f("ix_award_updated_at"), ["updated_at"])
    op.create_table(
        "award_holder",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"],
            ["award.id"],
            name=op.f("fk_award_holder_award_id_award"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("award_id", "position", name=op.f("pk_award_holder")),
    )
    with op.batch_alter_table("award_holder") as batch:
        batch.create_index(batch.f("ix_award_holder_identifier"), ["identifier"])
    op.create_table(
        "award_sector",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["award_id"],
            ["award.id"],
            name=op.f("fk_award_sector_award_id_award"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("award_id", "sector", name=op.f("pk_award_sector")),
    )
    with op.batch_alter_table("award_sector") as batch:
        batch.create_index(batch.f("ix_award_sector_sector"), ["sector"])


def downgrade() -> None:
    op.drop_table("award_sector")
    op.drop_table("award_holder")
    op.drop_table("award")

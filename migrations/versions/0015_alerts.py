"""Searches that somebody follows, what they were told, when each thing of a list moved.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_subscriber",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewal_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (address IS NULL)", name=op.f("ck_alert_subscriber_one_of")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_alert_subscriber_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_subscriber")),
        sa.UniqueConstraint("address", name=op.f("uq_alert_subscriber_address")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_subscriber_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_alert_subscriber_person_id")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(length=30), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("search", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("frequency", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["alert_subscriber.id"],
            name=op.f("fk_alert_subscriber_id_alert_subscriber"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
        sa.UniqueConstraint("subscriber_id", "search", name=op.f("uq_alert_subscriber_id_search")),
    )
    op.create_index("ix_alert_due", "alert", ["frequency", "watermark"])

    op.create_table(
        "alert_told",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=190), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["alert_subscriber.id"],
            name=op.f("fk_alert_told_subscriber_id_alert_subscriber"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "item", name=op.f("pk_alert_told")),
    )
    op.create_table(
        "watched_entry",
        sa.Column("key", sa.String(length=190), nullable=False),
        sa.Column("listing", sa.String(length=30), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_watched_entry")),
    )
    op.create_index("ix_watched_entry_moved", "watched_entry", ["listing", "moved_at"])

    op.create_table(
        "watched_list",
        sa.Column("listing", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("listing", name=op.f("pk_watched_list")),
    )


def downgrade() -> None:
    op.drop_table("watched_list")
    op.drop_index("ix_watched_entry_moved", table_name="watched_entry")

    op.drop_table("watched_entry")
    op.drop_table("alert_told")
    op.drop_index("ix_alert_due", table_name="alert")

    op.drop_table("alert")
    op.drop_table("alert_subscriber")

"""Groups that answer a consultation together: places, shares, points, messages, files.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consortium",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("lot", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("buyer_name", sa.String(length=255), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("came_from", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("is_open_call", sa.Boolean(), nullable=False),
        sa.Column("insertion_hours", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>seeking', 'seeking>open', 'seeking>complete', 'seeking>dissolved', 'open>seeking', 'open>complete', 'open>dissolved', 'complete>open', 'complete>submitted', 'complete>dissolved', 'submitted>won', 'submitted>lost', 'submitted>complete', 'submitted>dissolved', 'won>submitted', 'lost>submitted')",
            name=op.f("ck_consortium_state"),
        ),
        sa.CheckConstraint(
            "form IN ('', 'conjoint', 'solidaire', 'mandataire-solidaire')",
            name=op.f("ck_consortium_form"),
        ),
        sa.CheckConstraint(
            "insertion_hours IS NULL OR insertion_hours > 0", name=op.f("ck_consortium_hours")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium")),
    )
    op.create_index("ix_consortium_reference", "consortium", ["reference", "state"])
    op.create_index(op.f("ix_consortium_updated_at"), "consortium", ["updated_at"])

    op.create_table(
        "consortium_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("organisation", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "before || '>' || after IN ('>', '>seeking', 'seeking>open', 'seeking>complete', 'seeking>dissolved', 'open>seeking', 'open>complete', 'open>dissolved', 'complete>open', 'complete>submitted', 'complete>dissolved', 'submitted>won', 'submitted>lost', 'submitted>complete', 'submitted>dissolved', 'won>submitted', 'lost>submitted')",
            name=op.f("ck_consortium_event_move"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_event_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_event")),
    )
    op.create_index(
        op.f("ix_consortium_event_consortium_id"), "consortium_event", ["consortium_id"]
    )

    op.create_table(
        "consortium_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("organisation", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_file_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consortium_file_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_file")),
    )
    op.create_index(op.f("ix_consortium_file_consortium_id"), "consortium_file", ["consortium_id"])
    op.create_index(
        op.f("ix_consortium_file_organisation_id"), "consortium_file", ["organisation_id"]
    )

    op.create_table(
        "consortium_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("organisation", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_message_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_message")),
    )
    op.create_index(
        op.f("ix_consortium_message_consortium_id"), "consortium_message", ["consortium_id"]
    )

    op.create_table(
        "consortium_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("came_from", sa.String(length=10), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("insertion_hours", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT is_lead OR state = 'accepted'", name=op.f("ck_consortium_place_lead")
        ),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>invited', '>asking', '>accepted', 'invited>accepted', 'invited>declined', 'invited>cancelled', 'asking>accepted', 'asking>refused', 'asking>cancelled', 'accepted>left', 'accepted>removed', 'declined>asking', 'refused>invited', 'cancelled>invited', 'cancelled>asking', 'left>invited', 'left>asking', 'removed>invited')",
            name=op.f("ck_consortium_place_state"),
        ),
        sa.CheckConstraint("insertion_hours >= 0", name=op.f("ck_consortium_place_hours")),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_place_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consortium_place_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_place")),
        sa.UniqueConstraint(
            "consortium_id",
            "organisation_id",
            name=op.f("uq_consortium_place_consortium_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_consortium_place_consortium_id"), "consortium_place", ["consortium_id"]
    )
    op.create_index(
        op.f("ix_consortium_place_organisation_id"), "consortium_place", ["organisation_id"]
    )
    op.create_index(
        "uq_consortium_lead",
        "consortium_place",
        ["consortium_id"],
        unique=True,
        sqlite_where=sa.text("is_lead"),
        postgresql_where=sa.text("is_lead"),
    )

    op.create_table(
        "consortium_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=600), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_point_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_point")),
        sa.UniqueConstraint(
            "consortium_id", "key", name=op.f("uq_consortium_point_consortium_id_key")
        ),
    )
    op.create_index(
        op.f("ix_consortium_point_consortium_id"), "consortium_point", ["consortium_id"]
    )

    op.create_table(
        "consortium_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(length=20), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "tenths > 0 AND tenths <= 1000", name=op.f("ck_consortium_share_tenths")
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_consortium_share_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["consortium_place.id"],
            name=op.f("fk_consortium_share_place_id_consortium_place"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium_share")),
        sa.UniqueConstraint("place_id", "lot", name=op.f("uq_consortium_share_place_id_lot")),
    )
    op.create_index(
        op.f("ix_consortium_share_consortium_id"), "consortium_share", ["consortium_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_consortium_share_consortium_id"), table_name="consortium_share")
    op.drop_table("consortium_share")
    op.drop_index(op.f("ix_consortium_point_consortium_id"), table_name="consortium_point")
    op.drop_table("consortium_point")
    op.drop_index("uq_consortium_lead", table_name="consortium_place")
    op.drop_index(op.f("ix_consortium_place_organisation_id"), table_name="consortium_place")
    op.drop_index(op.f("ix_consortium_place_consortium_id"), table_name="consortium_place")
    op.drop_table("consortium_place")
    op.drop_index(op.f("ix_consortium_message_consortium_id"), table_name="consortium_message")
    op.drop_table("consortium_message")
    op.drop_index(op.f("ix_consortium_file_organisation_id"), table_name="consortium_file")
    op.drop_index(op.f("ix_consortium_file_consortium_id"), table_name="consortium_file")
    op.drop_table("consortium_file")
    op.drop_index(op.f("ix_consortium_event_consortium_id"), table_name="consortium_event")
    op.drop_table("consortium_event")
    op.drop_index(op.f("ix_consortium_updated_at"), table_name="consortium")
    op.drop_index("ix_consortium_reference", table_name="consortium")
    op.drop_table("consortium")

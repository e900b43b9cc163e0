"""The agenda, and the premises offered or sought.

Revision: 0009, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=255), nullable=False),
        sa.Column("territory_code", sa.String(length=12), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("organiser", sa.String(length=255), nullable=False),
        sa.Column("audiences", sa.Text(), nullable=False),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("committee", sa.String(length=120), nullable=False),
        sa.Column("agenda_themes", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_note", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
    )
    op.create_index("ix_event_over_at_starts_at", "event", ["over_at", "starts_at"])
    op.create_index(op.f("ix_event_fingerprint"), "event", ["fingerprint"])
    op.create_index(op.f("ix_event_territory_code"), "event", ["territory_code"])
    op.create_index(op.f("ix_event_committee"), "event", ["committee"])
    op.create_table(
        "premises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("uses", sa.Text(), nullable=False),
        sa.Column("surface_min", sa.Integer(), nullable=True),
        sa.Column("surface_max", sa.Integer(), nullable=True),
        sa.Column("lease", sa.String(length=30), nullable=False),
        sa.Column("rent", sa.String(length=120), nullable=False),
        sa.Column("access", sa.String(length=10), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("territory_code", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premises")),
        sa.UniqueConstraint("slug", name=op.f("uq_premises_slug")),
    )
    op.create_index("ix_premises_status_expires_at", "premises", ["status", "expires_at"])
    op.create_index(op.f("ix_premises_territory_code"), "premises", ["territory_code"])


def downgrade() -> None:
    op.drop_table("premises")
    op.drop_table("event")

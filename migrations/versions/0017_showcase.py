"""The photos of structures, and the messages relayed to them.

Revision: 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "siae_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("siae_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("thumbnail_key", sa.String(length=32), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_siae_photo_alt")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_siae_photo_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["siae.id"], name=op.f("fk_siae_photo_siae_id_siae"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_siae_photo")),
        sa.UniqueConstraint("key", name=op.f("uq_siae_photo_key")),
        sa.UniqueConstraint("thumbnail_key", name=op.f("uq_siae_photo_thumbnail_key")),
    )
    op.create_index(op.f("ix_siae_photo_person_id"), "siae_photo", ["person_id"])
    op.create_index(op.f("ix_siae_photo_siae_id"), "siae_photo", ["siae_id"])

    op.create_table(
        "siae_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("siae_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("gives_address", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relayed_to", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["siae.id"], name=op.f("fk_siae_contact_siae_id_siae"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_siae_contact")),
    )
    op.create_index(op.f("ix_siae_contact_created_at"), "siae_contact", ["created_at"])
    op.create_index(op.f("ix_siae_contact_siae_id"), "siae_contact", ["siae_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_siae_contact_siae_id"), table_name="siae_contact")
    op.drop_index(op.f("ix_siae_contact_created_at"), table_name="siae_contact")
    op.drop_table("siae_contact")
    op.drop_index(op.f("ix_siae_photo_siae_id"), table_name="siae_photo")
    op.drop_index(op.f("ix_siae_photo_person_id"), table_name="siae_photo")
    op.drop_table("siae_photo")

"""The profile that the members of a structure write, what imports propose, who changed what.

Revision: 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "siae_profile",
        sa.Column("siae_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("refused_sectors", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("contact_point", sa.String(length=120), nullable=False),
        sa.Column("insertion_fte", sa.Double(), nullable=True),
        sa.Column("publics", sa.JSON(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("client_references", sa.JSON(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("approvals", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("turnover", sa.String(length=20), nullable=False),
        sa.Column("convention_from", sa.Date(), nullable=True),
        sa.Column("convention_until", sa.Date(), nullable=True),
        sa.Column("partnerships", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("needs_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["siae.id"], name=op.f("fk_siae_profile_siae_id_siae"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("siae_id", name=op.f("pk_siae_profile")),
    )
    op.create_table(
        "siae_imported_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("siae_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["siae_id"],
            ["siae.id"],
            name=op.f("fk_siae_imported_value_siae_id_siae"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_siae_imported_value")),
        sa.UniqueConstraint(
            "siae_id", "field", name=op.f("uq_siae_imported_value_siae_id_field")
        ),
    )
    with op.batch_alter_table("activity") as table:
        table.add_column(sa.Column("capacity_volume", sa.Double(), nullable=True))
        table.add_column(
            sa.Column("capacity_unit", sa.String(length=20), server_default="", nullable=False)
        )
    with op.batch_alter_table("revision") as table:
        table.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("reason", sa.String(length=200), server_default="", nullable=False)
        )
        table.create_foreign_key(
            op.f("fk_revision_person_id_person"), "person", ["person_id"], ["id"],
            ondelete="SET NULL",
        )
    op.create_index(op.f("ix_revision_person_id"), "revision", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_revision_person_id"), table_name="revision")
    with op.batch_alter_table("revision") as table:
        table.drop_constraint(op.f("fk_revision_person_id_person"), type_="foreignkey")
        table.drop_column("reason")
        table.drop_column("person_id")
    with op.batch_alter_table("activity") as table:
        table.drop_column("capacity_unit")
        table.drop_column("capacity_volume")
    op.drop_table("siae_imported_value")
    op.drop_table("siae_profile")

"""Funders of schemes, where they stand on projects, what they wrote to their holders.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheme_funder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_scheme_funder_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_scheme_funder_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_funder")),
        sa.UniqueConstraint(
            "organisation_id", "scheme", name=op.f("uq_scheme_funder_organisation_id_scheme")
        ),
    )
    op.create_index(op.f("ix_scheme_funder_scheme"), "scheme_funder", ["scheme"])
    op.create_index(op.f("ix_scheme_funder_person_id"), "scheme_funder", ["person_id"])

    op.create_table(
        "funder_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("funder_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("granted", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('studied', 'asked', 'granted', 'refused')",
            name=op.f("ck_funder_position_state"),
        ),
        sa.CheckConstraint("asked >= 0", name=op.f("ck_funder_position_asked")),
        sa.CheckConstraint("granted >= 0", name=op.f("ck_funder_position_granted")),
        sa.CheckConstraint(
            "granted IS NULL OR state = 'granted'", name=op.f("ck_funder_position_granted_alone")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_funder_position_dossier_id_dossier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["funder_id"],
            ["scheme_funder.id"],
            name=op.f("fk_funder_position_funder_id_scheme_funder"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_funder_position_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_position")),
        sa.UniqueConstraint("dossier_id", "funder_id", name=op.f("uq_funder_position_dossier_id_funder_id")),
    )
    for column in ("funder_id", "person_id"):
        op.create_index(op.f(f"ix_funder_position_{column}"), "funder_position", [column])

    op.create_table(
        "funder_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_funder_letter_dossier_id_dossier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_funder_letter_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_funder_letter_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_letter")),
    )
    op.create_index(
        "ix_funder_letter_dossier", "funder_letter", ["dossier_id", "organisation_id", "at"]
    )
    for column in ("organisation_id", "person_id"):
        op.create_index(op.f(f"ix_funder_letter_{column}"), "funder_letter", [column])


def downgrade() -> None:
    for table in ("funder_letter", "funder_position", "scheme_funder"):
        op.drop_table(table)

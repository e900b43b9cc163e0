"""What is near a project: signals, what was done of them, what their holders show the team.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proximity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("siae_id", sa.Integer(), nullable=True),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("distance_km", sa.Double(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("came_from", sa.String(length=12), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("other_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("other_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("team_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>new', 'new>discussed', 'new>settled', 'new>set_aside', 'new>ended', 'discussed>settled', 'discussed>set_aside', 'discussed>ended', 'settled>discussed', 'settled>ended', 'set_aside>discussed', 'set_aside>ended', 'ended>new')",
            name=op.f("ck_proximity_state"),
        ),
        sa.CheckConstraint(
            "(other_id IS NULL) <> (siae_id IS NULL)", name=op.f("ck_proximity_one_other")
        ),
        sa.CheckConstraint(
            "other_id IS NULL OR dossier_id < other_id", name=op.f("ck_proximity_smaller_first")
        ),
        sa.CheckConstraint(
            "other_id IS NOT NULL OR (agreed_at IS NULL AND other_agreed_at IS NULL)",
            name=op.f("ck_proximity_agreement"),
        ),
        sa.CheckConstraint(
            "distance_km IS NULL OR distance_km >= 0", name=op.f("ck_proximity_distance")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_proximity_dossier_id_dossier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["dossier.id"],
            name=op.f("fk_proximity_other_id_dossier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["siae.id"], name=op.f("fk_proximity_siae_id_siae"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proximity")),
        sa.UniqueConstraint("dossier_id", "other_id", name=op.f("uq_proximity_dossier_id_other_id")),
        sa.UniqueConstraint("dossier_id", "siae_id", name=op.f("uq_proximity_dossier_id_siae_id")),
    )
    op.create_index(op.f("ix_proximity_other_id"), "proximity", ["other_id"])
    op.create_index(op.f("ix_proximity_siae_id"), "proximity", ["siae_id"])
    op.create_index("ix_proximity_state", "proximity", ["state", "created_at"])

    op.create_table(
        "proximity_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proximity_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "before || '>' || after IN ('>', '>new', 'new>discussed', 'new>settled', 'new>set_aside', 'new>ended', 'discussed>settled', 'discussed>set_aside', 'discussed>ended', 'settled>discussed', 'settled>ended', 'set_aside>discussed', 'set_aside>ended', 'ended>new')",
            name=op.f("ck_proximity_move_move"),
        ),
        sa.CheckConstraint(
            "side IN ('holder', 'team', 'portal')", name=op.f("ck_proximity_move_side")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proximity_move_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proximity_id"],
            ["proximity.id"],
            name=op.f("fk_proximity_move_proximity_id_proximity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proximity_move")),
    )
    op.create_index(op.f("ix_proximity_move_person_id"), "proximity_move", ["person_id"])
    op.create_index(op.f("ix_proximity_move_proximity_id"), "proximity_move", ["proximity_id"])

    op.create_table(
        "proximity_holder",
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f("fk_proximity_holder_dossier_id_dossier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_proximity_holder")),
    )


def downgrade() -> None:
    op.drop_table("proximity_holder")
    op.drop_table("proximity_move")
    op.drop_table("proximity")

"""What a dossier holds: documents, decisions, links that share it.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def owner_of(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    """The column that says whose row it is, and what it refers to."""
    return (
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossier.id"],
            name=op.f(f"fk_{table}_dossier_id_dossier"),
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    op.create_table(
        "dossier_file",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner_of("dossier_file"),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('statuts', 'devis', 'bail', 'comptes', 'courrier', 'autre')",
            name=op.f("ck_dossier_file_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_file")),
    )
    op.create_table(
        "dossier_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner_of("dossier_decision"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("body", sa.String(length=255), nullable=False),
        sa.Column("committee", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('favorable', 'reserve', 'defavorable', 'reportee', 'attente')",
            name=op.f("ck_dossier_decision_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_decision")),
    )
    op.create_table(
        "dossier_share",
        sa.Column("id", sa.Integer(), nullable=False),
        *owner_of("dossier_share"),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_share")),
        sa.UniqueConstraint("digest", name=op.f("uq_dossier_share_digest")),
    )
    op.create_index(op.f("ix_dossier_share_expires_at"), "dossier_share", ["expires_at"])
    for table in ("dossier_file", "dossier_decision", "dossier_share"):
        op.create_index(op.f(f"ix_{table}_dossier_id"), table, ["dossier_id"])


def downgrade() -> None:
    for table in ("dossier_share", "dossier_decision", "dossier_file"):
        op.drop_table(table)

"""The consultations that organisations follow, from « à étudier » to won or lost.

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pursuit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("lot", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("buyer_name", sa.String(length=255), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_precision", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("came_from", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>to_study', 'to_study>go', 'to_study>no_go', 'go>grouping', 'go>submitted', 'go>no_go', 'grouping>submitted', 'grouping>no_go', 'submitted>won', 'submitted>lost', 'go>to_study', 'no_go>to_study', 'grouping>go', 'submitted>go', 'no_go>go', 'submitted>grouping', 'no_go>grouping', 'won>submitted', 'lost>submitted')",
            name=op.f("ck_pursuit_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('no_go', 'lost') OR reason <> ''", name=op.f("ck_pursuit_reason")
        ),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_pursuit_amount")),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["person.id"],
            name=op.f("fk_pursuit_assignee_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pursuit_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit")),
        sa.UniqueConstraint(
            "organisation_id",
            "reference",
            "lot",
            name=op.f("uq_pursuit_organisation_id_reference_lot"),
        ),
    )
    op.create_index(op.f("ix_pursuit_assignee_id"), "pursuit", ["assignee_id"])
    op.create_index("ix_pursuit_board", "pursuit", ["organisation_id", "state"])
    op.create_index("ix_pursuit_reference", "pursuit", ["reference"])
    op.create_index(op.f("ix_pursuit_updated_at"), "pursuit", ["updated_at"])
    op.create_table(
        "pursuit_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_pursuit_feed_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pursuit_feed_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_pursuit_feed_digest")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_pursuit_feed_organisation_id_person_id")
        ),
    )
    op.create_index(op.f("ix_pursuit_feed_person_id"), "pursuit_feed", ["person_id"])
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pursuit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.String(length=500), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_checklist_item_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pursuit_id"],
            ["pursuit.id"],
            name=op.f("fk_checklist_item_pursuit_id_pursuit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
    )
    op.create_index(op.f("ix_checklist_item_person_id"), "checklist_item", ["person_id"])
    op.create_index(op.f("ix_checklist_item_pursuit_id"), "checklist_item", ["pursuit_id"])
    op.create_table(
        "pursuit_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pursuit_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pursuit_file_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pursuit_id"],
            ["pursuit.id"],
            name=op.f("fk_pursuit_file_pursuit_id_pursuit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_file")),
    )
    op.create_index(op.f("ix_pursuit_file_person_id"), "pursuit_file", ["person_id"])
    op.create_index(op.f("ix_pursuit_file_pursuit_id"), "pursuit_file", ["pursuit_id"])
    op.create_table(
        "pursuit_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pursuit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("is_back", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(is_back AND before || '>' || after IN ('go>to_study', 'no_go>to_study', 'grouping>go', 'submitted>go', 'no_go>go', 'submitted>grouping', 'no_go>grouping', 'won>submitted', 'lost>submitted')) OR (NOT is_back AND before || '>' || after IN ('to_study>go', 'to_study>no_go', 'go>grouping', 'go>submitted', 'go>no_go', 'grouping>submitted', 'grouping>no_go', 'submitted>won', 'submitted>lost'))",
            name=op.f("ck_pursuit_move_move"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pursuit_move_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pursuit_id"],
            ["pursuit.id"],
            name=op.f("fk_pursuit_move_pursuit_id_pursuit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_move")),
        sa.UniqueConstraint(
            "pursuit_id", "version", name=op.f("uq_pursuit_move_pursuit_id_version")
        ),
    )
    op.create_index(op.f("ix_pursuit_move_at"), "pursuit_move", ["at"])
    op.create_index(op.f("ix_pursuit_move_person_id"), "pursuit_move", ["person_id"])
    op.create_table(
        "pursuit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pursuit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pursuit_note_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pursuit_id"],
            ["pursuit.id"],
            name=op.f("fk_pursuit_note_pursuit_id_pursuit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_note")),
    )
    op.create_index(op.f("ix_pursuit_note_person_id"), "pursuit_note", ["person_id"])
    op.create_index(op.f("ix_pursuit_note_pursuit_id"), "pursuit_note", ["pursuit_id"])
    op.create_table(
        "pursuit_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pursuit_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_pursuit_reminder_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pursuit_id"],
            ["pursuit.id"],
            name=op.f("fk_pursuit_reminder_pursuit_id_pursuit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pursuit_reminder")),
    )
    op.create_index(op.f("ix_pursuit_reminder_on_day"), "pursuit_reminder", ["on_day"])
    op.create_index(op.f("ix_pursuit_reminder_person_id"), "pursuit_reminder", ["person_id"])
    op.create_index(op.f("ix_pursuit_reminder_pursuit_id"), "pursuit_reminder", ["pursuit_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_pursuit_reminder_pursuit_id"), table_name="pursuit_reminder")
    op.drop_index(op.f("ix_pursuit_reminder_person_id"), table_name="pursuit_reminder")
    op.drop_index(op.f("ix_pursuit_reminder_on_day"), table_name="pursuit_reminder")
    op.drop_table("pursuit_reminder")
    op.drop_index(op.f("ix_pursuit_note_pursuit_id"), table_name="pursuit_note")
    op.drop_index(op.f("ix_pursuit_note_person_id"), table_name="pursuit_note")
    op.drop_table("pursuit_note")
    op.drop_index(op.f("ix_pursuit_move_person_id"), table_name="pursuit_move")
    op.drop_index(op.f("ix_pursuit_move_at"), table_name="pursuit_move")
    op.drop_table("pursuit_move")
    op.drop_index(op.f("ix_pursuit_file_pursuit_id"), table_name="pursuit_file")
    op.drop_index(op.f("ix_pursuit_file_person_id"), table_name="pursuit_file")
    op.drop_table("pursuit_file")
    op.drop_index(op.f("ix_checklist_item_pursuit_id"), table_name="checklist_item")
    op.drop_index(op.f("ix_checklist_item_person_id"), table_name="checklist_item")
    op.drop_table("checklist_item")
    op.drop_index(op.f("ix_pursuit_feed_person_id"), table_name="pursuit_feed")
    op.drop_table("pursuit_feed")
    op.drop_index(op.f("ix_pursuit_updated_at"), table_name="pursuit")
    op.drop_index("ix_pursuit_reference", table_name="pursuit")
    op.drop_index("ix_pursuit_board", table_name="pursuit")
    op.drop_index(op.f("ix_pursuit_assignee_id"), table_name="pursuit")
    op.drop_table("pursuit")

"""Requests for a partnership, their matches, threads and preferences.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("came_from", sa.String(length=12), nullable=False),
        sa.Column("closing", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("territory_code", sa.String(length=12), nullable=False),
        sa.Column("department_code", sa.String(length=3), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("fte", sa.Double(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("asker_kind", sa.String(length=20), nullable=False),
        sa.Column("asker_organisation", sa.String(length=160), nullable=False),
        sa.Column("asker_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("shares_contact", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("wished_siae_id", sa.Integer(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("next_wave_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_move", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>draft', 'draft>unconfirmed', 'unconfirmed>draft', 'unconfirmed>open', 'unconfirmed>orphan', 'open>orphan', 'open>closed', 'orphan>open', 'orphan>closed')",
            name=op.f("ck_need_state"),
        ),
        sa.CheckConstraint("state <> 'closed' OR closing <> ''", name=op.f("ck_need_closing")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_need_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_need_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["wished_siae_id"], ["siae.id"], name=op.f("fk_need_wished_siae_id_siae"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("reference", name=op.f("uq_need_reference")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_need_secret_digest")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_confirmed_at"), ["confirmed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_created_at"), ["created_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_department_code"), ["department_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_need_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_modality"), ["modality"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_need_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_need_state_next_wave_at", ["state", "next_wave_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_territory_code"), ["territory_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_wished_siae_id"), ["wished_siae_id"], unique=False
        )

    op.create_table(
        "partnership_preference",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("monthly_cap", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "monthly_cap IS NULL OR monthly_cap >= 1",
            name=op.f("ck_partnership_preference_monthly_cap"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_partnership_preference_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_partnership_preference")),
    )
    op.create_table(
        "need_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("siae_id", sa.Integer(), nullable=True),
        sa.Column("organisation_name", sa.String(length=255), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("weights_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("came_from", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("relayed_to", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=False),
        sa.Column("asker_outcome", sa.String(length=12), nullable=False),
        sa.Column("organisation_outcome", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('>sent', 'sent>interested', 'sent>together', 'sent>later', 'sent>declined', 'sent>expired', 'sent>closed', 'later>interested', 'later>together', 'later>declined', 'later>expired', 'later>closed', 'together>interested', 'together>agreed', 'together>refused', 'together>declined', 'together>closed', 'interested>agreed', 'interested>refused', 'interested>declined', 'interested>closed', 'declined>interested', 'agreed>closed')",
            name=op.f("ck_need_match_state"),
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR reason <> ''", name=op.f("ck_need_match_reason")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_need_match_answered_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_match_need_id_need"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_need_match_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["siae_id"], ["siae.id"], name=op.f("fk_need_match_siae_id_siae"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match")),
        sa.UniqueConstraint(
            "need_id", "organisation_id", name=op.f("uq_need_match_need_id_organisation_id")
        ),
    )
    with op.batch_alter_table("need_match", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_match_answered_by_id"), ["answered_by_id"], unique=False
        )
        batch_op.create_index("ix_need_match_inbox", ["organisation_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_match_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_match_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_match_siae_id"), ["siae_id"], unique=False)

    op.create_table(
        "need_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_need_move_need_id_need"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_need_move_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_move")),
    )
    with op.batch_alter_table("need_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_move_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_move_person_id"), ["person_id"], unique=False)

    op.create_table(
        "need_match_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["need_match.id"],
            name=op.f("fk_need_match_file_match_id_need_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_need_match_file_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match_file")),
        sa.UniqueConstraint("key", name=op.f("uq_need_match_file_key")),
    )
    with op.batch_alter_table("need_match_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_match_file_match_id"), ["match_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_match_file_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "need_match_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["need_match.id"],
            name=op.f("fk_need_match_message_match_id_need_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_need_match_message_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match_message")),
    )
    with op.batch_alter_table("need_match_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_need_match_message_match_id"), ["match_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_need_match_message_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "need_match_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["need_match.id"],
            name=op.f("fk_need_match_move_match_id_need_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_need_match_move_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match_move")),
    )
    with op.batch_alter_table("need_match_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_match_move_match_id"), ["match_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_match_move_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("need_match_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_match_move_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_match_move_match_id"))

    op.drop_table("need_match_move")
    with op.batch_alter_table("need_match_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_match_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_match_message_match_id"))

    op.drop_table("need_match_message")
    with op.batch_alter_table("need_match_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_match_file_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_match_file_match_id"))

    op.drop_table("need_match_file")
    with op.batch_alter_table("need_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_move_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_move_need_id"))

    op.drop_table("need_move")
    with op.batch_alter_table("need_match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_match_siae_id"))
        batch_op.drop_index(batch_op.f("ix_need_match_sent_at"))
        batch_op.drop_index(batch_op.f("ix_need_match_need_id"))
        batch_op.drop_index("ix_need_match_inbox")
        batch_op.drop_index(batch_op.f("ix_need_match_answered_by_id"))

    op.drop_table("need_match")
    op.drop_table("partnership_preference")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_wished_siae_id"))
        batch_op.drop_index(batch_op.f("ix_need_territory_code"))
        batch_op.drop_index("ix_need_state_next_wave_at")
        batch_op.drop_index(batch_op.f("ix_need_person_id"))
        batch_op.drop_index(batch_op.f("ix_need_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_need_modality"))
        batch_op.drop_index(batch_op.f("ix_need_email"))
        batch_op.drop_index(batch_op.f("ix_need_department_code"))
        batch_op.drop_index(batch_op.f("ix_need_created_at"))
        batch_op.drop_index(batch_op.f("ix_need_confirmed_at"))

    op.drop_table("need")

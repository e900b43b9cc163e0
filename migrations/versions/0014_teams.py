"""How people join an organisation, what happens in its team, networks of organisations.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    # Plain columns: a table rebuilt on SQLite would take the rows that refer to it away.
    for name, length in (("claimed_siret", 14), ("kind", 80), ("contact_email", 254)):
        op.add_column(
            "organisation",
            sa.Column(name, sa.String(length=length), nullable=False, server_default=""),
        )
    op.add_column("organisation", sa.Column("territory_code", sa.String(length=20), nullable=True))
    op.add_column(
        "organisation",
        sa.Column("is_network", sa.Boolean(), nullable=False, server_default=sa.false()),
    )

    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_join_request_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_join_request_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"])
    op.create_index("ix_join_request_queue", "join_request", ["state", "created_at"])
    op.create_index(
        "uq_join_request_waiting",
        "join_request",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )

    op.create_table(
        "join_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=255), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_join_code_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_join_code_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_code")),
    )
    op.create_index("ix_join_code_asked", "join_code", ["organisation_id", "person_id"])
    op.create_index(op.f("ix_join_code_person_id"), "join_code", ["person_id"])

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["person.id"],
            name=op.f("fk_invitation_invited_by_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"])
    op.create_index(op.f("ix_invitation_organisation_id"), "invitation", ["organisation_id"])

    op.create_table(
        "team_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_team_step_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["person.id"],
            name=op.f("fk_team_step_actor_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["person.id"],
            name=op.f("fk_team_step_subject_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_step")),
    )
    op.create_index("ix_team_step_organisation", "team_step", ["organisation_id", "at"])
    op.create_index(op.f("ix_team_step_actor_id"), "team_step", ["actor_id"])
    op.create_index(op.f("ix_team_step_subject_id"), "team_step", ["subject_id"])

    op.create_table(
        "network_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "network_id <> organisation_id", name=op.f("ck_network_place_another")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["organisation.id"],
            name=op.f("fk_network_place_network_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_network_place_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["person.id"],
            name=op.f("fk_network_place_proposed_by_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_place")),
        sa.UniqueConstraint(
            "network_id",
            "organisation_id",
            name=op.f("uq_network_place_network_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_network_place_organisation_id"), "network_place", ["organisation_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_network_place_organisation_id"), table_name="network_place")
    op.drop_table("network_place")
    op.drop_index(op.f("ix_team_step_subject_id"), table_name="team_step")
    op.drop_index(op.f("ix_team_step_actor_id"), table_name="team_step")
    op.drop_index("ix_team_step_organisation", table_name="team_step")
    op.drop_table("team_step")
    op.drop_index(op.f("ix_invitation_organisation_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_email"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_join_code_person_id"), table_name="join_code")
    op.drop_index("ix_join_code_asked", table_name="join_code")
    op.drop_table("join_code")
    op.drop_index("uq_join_request_waiting", table_name="join_request")
    op.drop_index("ix_join_request_queue", table_name="join_request")
    op.drop_index(op.f("ix_join_request_person_id"), table_name="join_request")
    op.drop_table("join_request")
    for name in ("is_network", "territory_code", "contact_email", "kind", "claimed_siret"):
        op.drop_column("organisation", name)

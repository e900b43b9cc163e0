"""The network that gave a consultation to the portal.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "consultation",
        sa.Column("publisher", sa.String(length=255), server_default="", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("consultation") as batch:
        batch.drop_column("publisher")

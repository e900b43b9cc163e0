"""Run migrations against the application's database; `flask db` starts this file."""

from __future__ import annotations

from alembic import context
from flask import current_app

from app.awards import models as award_models
from app.extensions import UtcDateTime
from app.facts import models as fact_models
from app.feedback import models as feedback_models
from app.organisations import models as organisation_models
from app.projects import models as project_models
from app.siae import models as siae_models
from app.tenders import models as tender_models

# imported for their tables
MODELS = (
    organisation_models, siae_models, fact_models, feedback_models, tender_models, award_models,
    project_models,
)  # fmt: skip

database = current_app.extensions["migrate"].db


def number_revision(_context, _revision, directives):  # noqa: ANN001, ANN201  Alembic's hook
    """Give the next four-digit number to a new migration; make none where nothing changed."""
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        return
    numbers = [int(rev.revision) for rev in context.script.walk_revisions()]
    script.rev_id = f"{max(numbers, default=0) + 1:04d}"


def render_item(kind, item, _context):  # noqa: ANN001, ANN201  Alembic's hook
    """Migrations stand alone: an instant is written as the column it is in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Bring the connected database to the revision asked for."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_item=render_item,
            process_revision_directives=number_revision,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()

"""The commands of one noun; what the database cannot do is said in words."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.errors import PortalError


class PortalGroup(AppGroup):
    """A group of commands that need a database, and an index, which are there and up to date."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Run the command; what is missing ends it with what to do, not with a trace."""
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            reason = str(error.orig).splitlines()[0]
            message = f"La base n’est pas prête ({reason}). Lancez d’abord « flask prepare »."
            raise click.ClickException(message) from error
        except PortalError as error:
            raise click.ClickException(str(error)) from error

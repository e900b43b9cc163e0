"""`/admin/taches`: the periodic jobs, how the last run went, when the next is due; read only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template

from app import clock
from app.accounts.roles import PortalRole
from app.blueprints.access import team

bp = Blueprint("desk_jobs", __name__)
PATH = "/admin/taches"
BOARD = "jobs"  # of the extensions


@dataclass(frozen=True, kw_only=True)
class JobLine:
    """A job: `started` and `ended` are of its last run, None before the first.

    `cron` is its hour, in Paris; `due` is the next one, None where none comes within a month.
    """

    name: str
    label: str
    cron: str
    started: datetime | None
    ended: datetime | None
    succeeded: bool
    message: str
    due: datetime | None

    @property
    def state(self) -> str:
        """How the last run went, in words."""
        if self.started is None:
            return "Jamais exécutée"
        return "Réussie" if self.succeeded else "En échec"

    @property
    def look(self) -> str:
        """The look of its badge."""
        if self.started is None:
            return "wait"
        return "good" if self.succeeded else "stop"

    @property
    def seconds(self) -> int:
        """How long the last run took."""
        if self.started is None or self.ended is None:
            return 0
        return round((self.ended - self.started).total_seconds())


Board = Callable[[datetime], tuple[JobLine, ...]]
"""The jobs at an instant; the application gives it, `app.jobs` being above the pages."""


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """The jobs, those that failed first."""
    read: Board = current_app.extensions[BOARD]
    lines = sorted(read(clock.now()), key=lambda line: (line.look != "stop", line.look != "wait"))
    failed = sum(line.look == "stop" for line in lines)
    return render_template("desk/jobs.html", lines=lines, failed=failed)

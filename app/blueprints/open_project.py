"""The project open in this browser: the secret of its link is in the signed session cookie."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from app import clock
from app.blueprints.urls import base_url
from app.errors import NotFoundError
from app.extensions import db
from app.projects import services
from app.projects.models import Project, Worksheet

PATH = "/mon-projet"
KEY = "project"  # of the session: the secret of the link that was opened


@dataclass(frozen=True, kw_only=True)
class OpenProject:
    """The project that this browser has open, and the secret of its link."""

    project: Project
    token: str

    @property
    def link(self) -> str:
        """The private link, whole."""
        return f"{base_url()}{PATH}/{self.token}"

    def worksheet(self, tool: str) -> Worksheet | None:
        """What a tool keeps in it."""
        return next((w for w in self.project.worksheets if w.tool == tool), None)


def current() -> OpenProject | None:
    """The project open in this browser; one that was erased or is over is forgotten."""
    token = session.get(KEY)
    if not isinstance(token, str):
        return None
    try:
        return OpenProject(project=services.find(db.session(), token, clock.now()), token=token)
    except NotFoundError:
        session.pop(KEY, None)
        return None


def current_or_new() -> OpenProject:
    """The project open in this browser, or a new one, opened."""
    opened = current()
    if opened is not None:
        return opened
    project, token = services.start(db.session(), clock.now())
    session[KEY] = token
    return OpenProject(project=project, token=token)


def open_here(token: str) -> None:
    """Open the project of that secret in this browser; NotFoundError explains a lost link."""
    services.find(db.session(), token, clock.now())
    session[KEY] = token


def forget() -> None:
    """Close the project in this browser."""
    session.pop(KEY, None)

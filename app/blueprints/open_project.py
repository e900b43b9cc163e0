"""The project open in this browser: by the secret of its link, or by the dossier of its owner.

The signed session cookie holds the secret, or the number of the dossier; the latter opens nothing
to who may not open that dossier any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import session
from flask_login import current_user

from app import clock
from app.blueprints.access import me
from app.blueprints.urls import base_url
from app.dossiers import access
from app.errors import NotAllowedError, NotFoundError
from app.extensions import db
from app.organisations.members import READ_ONLY
from app.organisations.roles import MemberRole
from app.projects import queries, services
from app.projects.models import Project, Worksheet

PATH = "/mon-projet"
DOSSIERS_PATH = "/espace/projet"
KEY = "project"  # of the session: the secret of the link that was opened
DOSSIER_KEY = "dossier"  # of the session: the number of the dossier that was opened


@dataclass(frozen=True, kw_only=True)
class OpenProject:
    """The project that this browser has open; `token` is the secret of its link.

    A dossier has no link: `title` is its name, `may_write` whether the person may change it.
    """

    project: Project
    token: str = ""
    title: str = ""
    may_write: bool = True

    @property
    def link(self) -> str:
        """The private link, whole; the page of a dossier."""
        return f"{base_url()}{self.home}/{self.token}" if self.token else self.home

    @property
    def home(self) -> str:
        """The page of the project."""
        return PATH if self.token else f"{DOSSIERS_PATH}/{self.project.id}"

    def worksheet(self, tool: str) -> Worksheet | None:
        """What a tool keeps in it."""
        return next((w for w in self.project.worksheets if w.tool == tool), None)


def current() -> OpenProject | None:
    """The project open in this browser; one that was erased or is over is forgotten."""
    if DOSSIER_KEY in session:
        return current_dossier()
    token = session.get(KEY)
    if not isinstance(token, str):
        return None
    try:
        return OpenProject(project=services.find(db.session(), token, clock.now()), token=token)
    except NotFoundError:
        session.pop(KEY, None)
        return None


def current_dossier() -> OpenProject | None:
    """The dossier open in this browser, to who may still open it."""
    number = session[DOSSIER_KEY]
    try:
        if not current_user.is_authenticated or not isinstance(number, int):
            raise NotFoundError(access.NOT_YOURS)
        own = access.require(db.session(), me().id, number, MemberRole.READER)
    except NotFoundError:
        session.pop(DOSSIER_KEY, None)
        return None
    project = db.session.scalars(queries.by_number(number)).one()
    return OpenProject(project=project, title=own.dossier.title, may_write=own.may_write)


def current_or_new() -> OpenProject:
    """The project open in this browser, to be written, or a new one, opened.

    Raises NotAllowedError where the person only reads the open dossier.
    """
    opened = current()
    if opened is not None:
        if not opened.may_write:
            raise NotAllowedError(READ_ONLY)
        return opened
    project, token = services.start(db.session(), clock.now())
    session[KEY] = token
    return OpenProject(project=project, token=token)


def is_another(opened: OpenProject, posted: Mapping[str, str]) -> bool:
    """Whether the form was shown for another project, opened in this browser before this one."""
    return posted.get("projet", "") not in {"", str(opened.project.id)}


def say_kept(opened: OpenProject) -> str:
    """What to say once something is kept in it."""
    if opened.token:
        return "C’est enregistré. Gardez votre lien privé\u00a0: lui seul rouvre ce projet."
    return f"C’est enregistré dans le projet «\u00a0{opened.title}\u00a0»."


def open_here(token: str) -> None:
    """Open the project of that secret in this browser; NotFoundError explains a lost link."""
    services.find(db.session(), token, clock.now())
    session.pop(DOSSIER_KEY, None)
    session[KEY] = token


def open_dossier(number: int) -> None:
    """Open a dossier in this browser; the caller checked that the person may.

    A link that was open stays in the cookie, and is open again once the dossier is closed.
    """
    session[DOSSIER_KEY] = number


def forget() -> None:
    """Close the project in this browser."""
    session.pop(KEY if DOSSIER_KEY not in session else DOSSIER_KEY, None)

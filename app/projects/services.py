"""What happens to a project: opened, saved, kept twelve months more, erased."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError, PortalError
from app.projects import queries
from app.projects.models import Project, Worksheet, WorksheetVersion

TOKEN_BYTES = 24
MOST_VERSIONS = 50  # saves of one worksheet that are kept
MOST_CHARACTERS = 200_000  # of one worksheet
LOST = (
    "Ce lien n’ouvre aucun projet. Il est peut-être incomplet, ou le projet a été effacé\u00a0: "
    "par vous, ou parce que personne ne l’avait modifié depuis douze mois."
)


class ConflictError(PortalError):
    """The worksheet was saved elsewhere meanwhile; `current` is what it holds now."""

    def __init__(self, current: Worksheet) -> None:
        super().__init__(
            "Cet outil a été enregistré entre-temps, dans un autre onglet ou ailleurs."
        )
        self.current = current


def start(session: Session, now: datetime) -> tuple[Project, str]:
    """A new project and the secret of its private link, which is kept nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    project = Project(
        token_digest=digest(token), created_at=now, updated_at=now, expires_at=add_year(now)
    )
    project.worksheets = []
    session.add(project)
    session.flush()
    return project, token


def find(session: Session, token: str, now: datetime) -> Project:
    """The project of that secret, with its worksheets; NotFoundError explains a lost link."""
    project = session.scalars(queries.by_digest(digest(token))).one_or_none()
    if project is None or project.expires_at <= now:
        raise NotFoundError(LOST)
    return project


def save(
    session: Session,
    project: Project,
    tool: str,
    data: dict[str, list[str]],
    version: int,
    now: datetime,
) -> Worksheet:
    """Keep what a tool's form held; `version` is the one that the person had before them.

    Zero where they had none. Raises ConflictError where another save came between, and writes
    nothing; InvalidError where it is far too long.
    """
    if sum(len(value) for values in data.values() for value in values) > MOST_CHARACTERS:
        raise InvalidError("C’est trop long pour être gardé\u00a0: raccourcissez les textes.")
    kept = write(session, project, tool, data, version, now)
    keep_longer(project, now)
    session.add(
        WorksheetVersion(worksheet_id=kept.id, version=kept.version, data=data, saved_at=now)
    )
    session.execute(
        sa.delete(WorksheetVersion).where(
            WorksheetVersion.worksheet_id == kept.id,
            WorksheetVersion.version <= kept.version - MOST_VERSIONS,
        )
    )
    session.flush()
    return kept


def keep_longer(project: Project, now: datetime) -> None:
    """Keep a project twelve months from now: somebody has just changed it."""
    project.updated_at = now
    project.expires_at = add_year(now)


def write(
    session: Session,
    project: Project,
    tool: str,
    data: dict[str, list[str]],
    version: int,
    now: datetime,
) -> Worksheet:
    """The worksheet written, where nobody wrote it since that version."""
    if version == 0:
        try:
            with session.begin_nested():
                kept = Worksheet(
                    project_id=project.id, tool=tool, version=1, data=data, updated_at=now
                )
                session.add(kept)
        except IntegrityError:
            raise ConflictError(read(session, project, tool)) from None
        return kept
    # The version is compared by the database, in one statement: of two saves at once, one wins.
    changed = session.execute(
        sa.update(Worksheet)
        .where(
            Worksheet.project_id == project.id,
            Worksheet.tool == tool,
            Worksheet.version == version,
        )
        .values(version=version + 1, data=data, updated_at=now)
    )
    kept = read(session, project, tool)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise ConflictError(kept)
    return kept


def read(session: Session, project: Project, tool: str) -> Worksheet:
    """What the database holds now of a tool."""
    select = queries.worksheet(project.id, tool).execution_options(populate_existing=True)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Cet outil n’a rien d’enregistré dans ce projet.")
    return found


def erase(session: Session, project: Project) -> None:
    """Erase a project and all it holds, for good."""
    session.execute(sa.delete(Project).where(Project.id == project.id))
    session.flush()


def purge(session: Session, now: datetime) -> int:
    """Erase the projects whose time is over, and give their number."""
    numbers = list(session.scalars(queries.expired(now)))
    session.execute(sa.delete(Project).where(Project.id.in_(numbers)))
    session.flush()
    return len(numbers)


def digest(token: str) -> str:
    """What is kept of the secret of a link."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def add_year(now: datetime) -> datetime:
    """Twelve months later; 29 February gives the 28th."""
    try:
        return now.replace(year=now.year + 1)
    except ValueError:
        return now.replace(year=now.year + 1, day=28)

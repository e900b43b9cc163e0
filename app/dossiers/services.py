"""What happens to a dossier: opened, written, joined by the worksheets of a link, erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dossiers.models import Dossier
from app.dossiers.proximity import search
from app.dossiers.sheet import Sheet
from app.dossiers.words import Visibility
from app.errors import InvalidError, PortalError
from app.extensions import refresh_columns
from app.projects import services as projects
from app.projects.models import Project, Worksheet

MOST_OWNED = 20  # dossiers of one person, or of one organisation
ENOUGH = (
    f"{MOST_OWNED} projets sont déjà ouverts\u00a0: supprimez ceux qui ne servent plus, puis "
    "recommencez."
)


class ConflictError(PortalError):
    """The sheet was changed meanwhile; `current` is what it says now."""

    def __init__(self, current: Sheet) -> None:
        super().__init__("Ce projet a été modifié entre-temps, par vous ailleurs ou par un autre.")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """The worksheets that joined a dossier, by tool, and those that it had already."""

    taken: tuple[str, ...]
    left: tuple[str, ...]


def create(
    session: Session,
    sheet: Sheet,
    now: datetime,
    *,
    person_id: int | None = None,
    organisation_id: int | None = None,
) -> Dossier:
    """A dossier of that person or of that organisation, private; what is near it. Flushes.

    Raises InvalidError where they have too many.
    """
    owner = {"person_id": person_id, "organisation_id": organisation_id}
    owned = [getattr(Project, name) == value for name, value in owner.items() if value is not None]
    count = sa.select(sa.func.count(Dossier.id)).join(Dossier.project).where(*owned)
    if session.scalars(count).one() >= MOST_OWNED:
        raise InvalidError(ENOUGH)
    project, _ = projects.start(session, now)
    project.person_id, project.organisation_id = person_id, organisation_id
    dossier = Dossier(
        id=project.id, project=project, created_at=now, updated_at=now, **sheet.values()
    )
    session.add(dossier)
    session.flush()
    search.refresh(session, dossier, now)
    return dossier


def save(session: Session, dossier: Dossier, sheet: Sheet, version: int, now: datetime) -> None:
    """Write the sheet, and look again at what is near. Flushes.

    `version` is the one that the person had before them.

    Raises ConflictError where another change came between, and writes nothing.
    """
    change(session, dossier, sheet.values(), version, now)
    search.refresh(session, dossier, now)


def show_to(
    session: Session, dossier: Dossier, visibility: Visibility, version: int, now: datetime
) -> None:
    """Say who reads the sheet. Flushes; raises ConflictError as `save` does, and InvalidError.

    Funders look for a project by its place and what it asks for: both are to be said first.
    """
    if visibility is Visibility.FUNDERS and not (dossier.territory and dossier.stage):
        raise InvalidError("Dites d’abord où est le projet et à quelle étape il en est.")
    change(session, dossier, {"visibility": visibility.value}, version, now)


def change(
    session: Session, dossier: Dossier, values: dict[str, object], version: int, now: datetime
) -> None:
    """Write columns where nobody wrote since that version: the database compares, one wins."""
    changed = session.execute(
        sa.update(Dossier)
        .where(Dossier.id == dossier.id, Dossier.version == version)
        .values(version=version + 1, updated_at=now, **values)
    )
    refresh_columns(session, dossier)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise ConflictError(Sheet.of(dossier))
    projects.keep_longer(dossier.project, now)
    session.flush()


def take_turn(session: Session, dossier: Dossier) -> None:
    """Wait for who writes in the same dossier, and have the others wait until the commit."""
    session.execute(
        sa.update(Dossier).where(Dossier.id == dossier.id).values(updated_at=Dossier.updated_at)
    )


def keep(session: Session, dossier: Dossier, now: datetime) -> None:
    """Keep a dossier twelve months from now, though nothing in it changes. Flushes."""
    dossier.project.expires_at = projects.add_year(now)
    session.flush()


def adopt(session: Session, dossier: Dossier, token: str, now: datetime) -> Adopted:
    """Bring the worksheets of a private link into a dossier, but of the tools it uses already.

    A link that has nothing left is erased: it opens nothing any more. Flushes; NotFoundError
    explains a lost link.
    """
    source = projects.find(session, token, now)
    offered, known = (
        session.scalars(
            sa.select(Worksheet.tool).where(Worksheet.project_id == number).order_by(Worksheet.tool)
        ).all()
        for number in (source.id, dossier.id)
    )
    taken = tuple(tool for tool in offered if tool not in known)
    left = tuple(tool for tool in offered if tool in known)
    session.execute(
        sa.update(Worksheet)
        .where(Worksheet.project_id == source.id, Worksheet.tool.in_(taken))
        .values(project_id=dossier.id)
    )
    session.expire(source)
    if not left:
        projects.erase(session, source)
    projects.keep_longer(dossier.project, now)
    session.flush()
    return Adopted(taken=taken, left=left)


def erase(session: Session, dossier: Dossier) -> None:
    """Erase a dossier, its worksheets and all it holds, for good; its files become orphans."""
    projects.erase(session, dossier.project)

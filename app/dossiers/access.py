"""Who may open a dossier: its owner, or the members of the organisation that owns it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.accounts.models import Person
from app.dossiers.models import Dossier
from app.errors import NotAllowedError, NotFoundError
from app.organisations.members import READ_ONLY, Membership
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.projects.models import Project

NOT_YOURS = "Ce projet n’existe pas, ou n’est pas le vôtre."


@dataclass(frozen=True, kw_only=True)
class OwnDossier:
    """A dossier, its project loaded, as one of those who may open it."""

    dossier: Dossier
    role: MemberRole

    @property
    def may_write(self) -> bool:
        """Whether the person may change it."""
        return self.role.covers(MemberRole.EDITOR)


def of_person(person_id: int) -> sa.Select[Dossier, str | None]:
    """The dossiers that a person may open, each project loaded, and the role; the latest first.

    The role is empty for what is the person's own.
    """
    return (
        sa.select(Dossier, Membership.role)
        .join(Dossier.project)
        .outerjoin(
            Membership,
            sa.and_(
                Membership.organisation_id == Project.organisation_id,
                Membership.person_id == person_id,
            ),
        )
        .where(sa.or_(Project.person_id == person_id, Membership.id.is_not(None)))
        .options(contains_eager(Dossier.project))
        .order_by(Project.updated_at.desc(), Dossier.id)
    )


def require(session: Session, person_id: int, number: int, least: MemberRole) -> OwnDossier:
    """The dossier of that number, for who may do what asks for that role.

    Raises NotFoundError to who may not open it, so that nothing tells that it exists, and
    NotAllowedError to a reader who would write.
    """
    row = session.execute(of_person(person_id).where(Dossier.id == number)).one_or_none()
    if row is None:
        raise NotFoundError(NOT_YOURS)
    dossier, role = row
    found = OwnDossier(dossier=dossier, role=MemberRole(role) if role else MemberRole.OWNER)
    if not found.role.covers(least):
        raise NotAllowedError(READ_ONLY)
    return found


def name_owner(session: Session, project: Project) -> str:
    """The organisation or the person that a project belongs to; never an address."""
    if project.organisation_id is not None:
        return session.get_one(Organisation, project.organisation_id).name
    person = session.get(Person, project.person_id) if project.person_id is not None else None
    return person.name if person else ""

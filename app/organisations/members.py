"""Who belongs to an organisation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from app.accounts.models import Person
from app.errors import NotAllowedError, NotFoundError
from app.extensions import Model, UtcDateTime
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole

WRITERS = (MemberRole.OWNER.value, MemberRole.EDITOR.value)
READ_ONLY = "Votre rôle dans cette organisation ne permet pas de le faire."


class Membership(Model):
    """A person in an organisation; `proof` says in French how they proved it."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "person_id"),
        sa.CheckConstraint("role IN ('owner', 'editor', 'reader')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(sa.String(12))
    proof: Mapped[str] = mapped_column(sa.String(255))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def member_role(self) -> MemberRole:
        """Its role."""
        return MemberRole(self.role)


def of_person(person_id: int) -> sa.Select[Membership]:
    """The organisations of a person, each loaded, by name."""
    return (
        sa.select(Membership)
        .join(Membership.organisation)
        .where(Membership.person_id == person_id)
        .options(contains_eager(Membership.organisation))
        .order_by(Organisation.name, Membership.id)
    )


def of_organisation(organisation_id: int) -> sa.Select[Membership]:
    """The members of an organisation, each person loaded, the first to join first."""
    return (
        sa.select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id)
        .options(contains_eager(Membership.person))
        .order_by(Membership.joined_at, Membership.id)
    )


def writers(organisation_ids: Collection[int]) -> sa.Select[Person]:
    """Who writes for these organisations and is written to: owners and editors who may sign in.

    In the order of their numbers; their membership is joined, for other columns of it.
    """
    return (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id.in_(organisation_ids),
            Membership.role.in_(WRITERS),
            Person.blocked_at.is_(None),
            Person.confirmed_at.is_not(None),
        )
        .order_by(Person.id)
    )


def require(
    session: Session, person_id: int, organisation_id: int, least: MemberRole
) -> Membership:
    """The membership that lets a person do what asks for that role.

    Raises NotFoundError to who is no member, so that nothing tells that the organisation exists,
    and NotAllowedError to a member whose role is weaker.
    """
    found = session.scalars(
        of_person(person_id).where(Membership.organisation_id == organisation_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("Cette organisation n’existe pas, ou n’est pas la vôtre.")
    if not found.member_role.covers(least):
        raise NotAllowedError(READ_ONLY)
    return found

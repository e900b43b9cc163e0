"""What happened in the team of an organisation: who, what, when, on what proof. Append-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from app.accounts.models import Person, author_key
from app.extensions import Model, UtcDateTime
from app.organisations.roles import MemberRole

TEAM = "équipe du portail"


class Step(StrEnum):
    """What happened."""

    CREATED = "created"
    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    CODE_SENT = "code-sent"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REOPENED = "reopened"
    INVITED = "invited"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    ROLE = "role"
    REMOVED = "removed"
    LEFT = "left"
    PUT_BACK = "put-back"
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    NETWORK = "network"
    FUNDER = "funder"

    @property
    def label(self) -> str:
        """As the page names it."""
        return LABELS[self]


LABELS = {
    Step.CREATED: "Organisation créée",
    Step.ASKED: "Demande de rattachement",
    Step.WITHDRAWN: "Demande retirée",
    Step.CODE_SENT: "Code envoyé à l’adresse connue",
    Step.ADMITTED: "Rattachement",
    Step.REFUSED: "Demande refusée",
    Step.REOPENED: "Demande rouverte",
    Step.INVITED: "Invitation envoyée",
    Step.CANCELLED: "Invitation annulée",
    Step.DECLINED: "Invitation déclinée",
    Step.ROLE: "Rôle changé",
    Step.REMOVED: "Membre retiré",
    Step.LEFT: "Membre parti",
    Step.PUT_BACK: "Membre réintégré",
    Step.VERIFIED: "SIRET vérifié",
    Step.UNVERIFIED: "SIRET non confirmé",
    Step.NETWORK: "Réseau",
    Step.FUNDER: "Financeur",
}


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who acts and when; `is_team` where they act for the portal team, not as a member.

    `site` is the address that letters give, without a final slash.
    """

    by: int | None
    now: datetime
    site: str
    is_team: bool = False

    @property
    def author(self) -> str:
        """Who acts, where it is not a member in their own name."""
        return TEAM if self.is_team else ""


class TeamStep(Model):
    """One thing that happened; `detail` is the proof or the reason, in French.

    `author` is empty where `actor` acts in their own name. People are named by their account alone:
    once it is erased, so is their name.
    """

    __tablename__ = "team_step"
    __table_args__ = (sa.Index("ix_team_step_organisation", "organisation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    step: Mapped[str] = mapped_column(sa.String(12))
    author: Mapped[str] = mapped_column(sa.String(60), default="")
    actor_id: Mapped[int | None] = author_key()
    subject_id: Mapped[int | None] = author_key()
    role: Mapped[str] = mapped_column(sa.String(12), default="")
    detail: Mapped[str] = mapped_column(sa.String(500), default="")

    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[actor_id])
    subject: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[subject_id])

    @property
    def kind(self) -> Step:
        """What happened."""
        return Step(self.step)


def record(
    session: Session,
    organisation_id: int,
    step: Step,
    act: Act,
    *,
    subject: int | None = None,
    role: MemberRole | None = None,
    detail: str = "",
) -> None:
    """Keep a step. Flushes."""
    session.add(
        TeamStep(
            organisation_id=organisation_id,
            at=act.now,
            step=step.value,
            author=act.author,
            actor_id=act.by,
            subject_id=subject,
            role=role.value if role else "",
            detail=detail[:500],
        )
    )
    session.flush()


def of_organisation(organisation_id: int, most: int = 200) -> sa.Select[TeamStep]:
    """The last steps of an organisation, the latest first, with their people."""
    return (
        sa.select(TeamStep)
        .where(TeamStep.organisation_id == organisation_id)
        .options(selectinload(TeamStep.actor), selectinload(TeamStep.subject))
        .order_by(TeamStep.at.desc(), TeamStep.id.desc())
        .limit(most)
    )


def count_recent(
    step: Step, since: datetime, *conditions: sa.ColumnElement[bool]
) -> sa.Select[int]:
    """How often something happened since then: what throttles read."""
    return sa.select(sa.func.count(TeamStep.id)).where(
        TeamStep.step == step.value, TeamStep.at > since, *conditions
    )

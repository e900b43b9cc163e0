"""Somebody asks to join an organisation; a code proves that the organisation knows them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from app.accounts.models import Person
from app.errors import NotFoundError
from app.extensions import Model, UtcDateTime
from app.organisations.models import Organisation

WAITING = sa.text("state = 'waiting'")
GONE = "Cette demande n’existe pas, ou plus."


class RequestState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As its asker reads it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    RequestState.WAITING: "En attente",
    RequestState.ACCEPTED: "Acceptée",
    RequestState.REFUSED: "Refusée",
    RequestState.WITHDRAWN: "Retirée",
}


class JoinRequest(Model):
    """A person asks to join; one request waits per person and organisation."""

    __tablename__ = "join_request"
    __table_args__ = (
        sa.Index("ix_join_request_queue", "state", "created_at"),
        sa.Index(
            "uq_join_request_waiting",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    message: Mapped[str] = mapped_column(sa.String(500), default="")
    state: Mapped[str] = mapped_column(sa.String(10), default=RequestState.WAITING.value)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        return RequestState(self.state).label


class JoinCode(Model):
    """A code sent to the address on record for one person; only its Argon2 digest is kept."""

    __tablename__ = "join_code"
    __table_args__ = (sa.Index("ix_join_code_asked", "organisation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(sa.String(255))
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def selected() -> sa.Select[JoinRequest]:
    """Requests with their person and organisation, the oldest first."""
    return (
        sa.select(JoinRequest)
        .join(JoinRequest.person)
        .join(JoinRequest.organisation)
        .options(contains_eager(JoinRequest.person), contains_eager(JoinRequest.organisation))
        .order_by(JoinRequest.created_at, JoinRequest.id)
    )


def in_state(*states: RequestState) -> sa.Select[JoinRequest]:
    """The requests in one of these states."""
    return selected().where(JoinRequest.state.in_([state.value for state in states]))


def get_request(session: Session, number: int, organisation_id: int | None = None) -> JoinRequest:
    """That request, of that organisation where one is given; NotFoundError otherwise."""
    select = selected().where(JoinRequest.id == number)
    if organisation_id is not None:
        select = select.where(JoinRequest.organisation_id == organisation_id)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError(GONE)
    return found

"""A consultation that an organisation follows, its moves, its contents."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person, author_key
from app.extensions import Model, UtcDateTime
from app.machines import as_sql
from app.organisations.models import Organisation
from app.pursuits.states import FIRST, REASONS, PursuitState, Reason, list_pairs

# The row holds where it came from: the database itself refuses a move that the machine has not.
LEGAL_STATE = (
    f"came_from || '>' || state IN ({as_sql(('>' + FIRST, *list_pairs()))}, "
    f"{as_sql(list_pairs(backwards=True))})"
)
LEGAL_MOVE = (
    f"(is_back AND before || '>' || after IN ({as_sql(list_pairs(backwards=True))})) OR "
    f"(NOT is_back AND before || '>' || after IN ({as_sql(list_pairs())}))"
)
WITH_REASON = f"state NOT IN ({as_sql(tuple(REASONS))}) OR reason <> ''"


def owner_key(table: str) -> Mapped[int]:
    """The column that says whose row it is, gone with it."""
    return mapped_column(sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True)


class Pursuit(Model):
    """What an organisation makes of a consultation, or of one lot of it.

    `reference` finds the consultation, which an import may amend, join to another or remove; `lot`
    is the number of a lot, empty for the whole. `title`, `buyer_name`, `deadline_at` and `status`
    are the copy of what was last read and seen by a member. `came_from` is the state before the
    last move, empty before the first. `version` grows by one with each change of state or of
    assignee. `amount` is in euros before tax.
    """

    __tablename__ = "pursuit"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "reference", "lot"),
        sa.CheckConstraint(LEGAL_STATE, name="state"),
        sa.CheckConstraint(WITH_REASON, name="reason"),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        sa.Index("ix_pursuit_board", "organisation_id", "state"),
        sa.Index("ix_pursuit_reference", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    reference: Mapped[str] = mapped_column(sa.String(60))
    lot: Mapped[str] = mapped_column(sa.String(20), default="")
    title: Mapped[str] = mapped_column(sa.String(500))
    buyer_name: Mapped[str] = mapped_column(sa.String(255), default="")
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deadline_precision: Mapped[str] = mapped_column(sa.String(10), default="")
    status: Mapped[str] = mapped_column(sa.String(20), default="")
    sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(10), default=FIRST.value)
    came_from: Mapped[str] = mapped_column(sa.String(10), default="")
    reason: Mapped[str] = mapped_column(sa.String(20), default="")
    amount: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)
    assignee_id: Mapped[int | None] = author_key()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    assignee: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    moves: Mapped[list[PursuitMove]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="PursuitMove.version"
    )
    notes: Mapped[list[PursuitNote]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="PursuitNote.at, PursuitNote.id"
    )
    items: Mapped[list[ChecklistItem]] = relationship(
        lazy="raise_on_sql",
        passive_deletes=True,
        order_by="ChecklistItem.position, ChecklistItem.id",
    )
    reminders: Mapped[list[PursuitReminder]] = relationship(
        lazy="raise_on_sql",
        passive_deletes=True,
        order_by="PursuitReminder.on, PursuitReminder.id",
    )
    files: Mapped[list[PursuitFile]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="PursuitFile.at, PursuitFile.id"
    )

    @property
    def pursuit_state(self) -> PursuitState:
        """Its state."""
        return PursuitState(self.state)

    @property
    def reason_label(self) -> str:
        """Why it ended so, in words; empty where nothing is to be said."""
        return Reason(self.reason).label if self.reason else ""


class PursuitMove(Model):
    """A change of state: who, when, from what to what; one a version."""

    __tablename__ = "pursuit_move"
    __table_args__ = (
        sa.UniqueConstraint("pursuit_id", "version"),
        sa.CheckConstraint(LEGAL_MOVE, name="move"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pursuit_id: Mapped[int] = mapped_column(sa.ForeignKey("pursuit.id", ondelete="CASCADE"))
    version: Mapped[int]
    before: Mapped[str] = mapped_column(sa.String(10))
    after: Mapped[str] = mapped_column(sa.String(10))
    is_back: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(20), default="")
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    amount: Mapped[float | None]
    person_id: Mapped[int | None] = author_key()
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class PursuitNote(Model):
    """What a member wrote on a pursuit."""

    __tablename__ = "pursuit_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    pursuit_id: Mapped[int] = owner_key("pursuit")
    text: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[int | None] = author_key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ChecklistItem(Model):
    """A document or a task to be ready; `section` is the title it is listed under."""

    __tablename__ = "checklist_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    pursuit_id: Mapped[int] = owner_key("pursuit")
    position: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(120), default="")
    label: Mapped[str] = mapped_column(sa.String(200))
    hint: Mapped[str] = mapped_column(sa.String(500), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = author_key()

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class PursuitReminder(Model):
    """A day, in Paris, when a letter recalls something; `sent_at` once it is queued."""

    __tablename__ = "pursuit_reminder"

    id: Mapped[int] = mapped_column(primary_key=True)
    pursuit_id: Mapped[int] = owner_key("pursuit")
    on: Mapped[date] = mapped_column("on_day", index=True)
    text: Mapped[str] = mapped_column(sa.String(200))
    person_id: Mapped[int | None] = author_key()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class PursuitFile(Model):
    """A file of a pursuit; `key` finds its bytes in the store, `size` is in bytes."""

    __tablename__ = "pursuit_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    pursuit_id: Mapped[int] = owner_key("pursuit")
    key: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    person_id: Mapped[int | None] = author_key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class PursuitFeed(Model):
    """The secret address of a member's calendar in an organisation; only its digest is kept."""

    __tablename__ = "pursuit_feed"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = owner_key("person")
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

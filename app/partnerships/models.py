"""A request for a partnership and the organisations that received it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import author_key
from app.extensions import Model, UtcDateTime
from app.machines import as_sql, list_moves
from app.matching.kinds import Modality
from app.organisations.models import Organisation
from app.partnerships.states import (
    MATCH_NEXT,
    NEED_NEXT,
    MatchState,
    NeedState,
)
from app.siae.models import Siae

# A row holds the state it came from: the database itself refuses a move that the machine has not.
LEGAL_NEED = (
    f"came_from || '>' || state IN ({as_sql(('>' + NeedState.DRAFT, *list_moves(NEED_NEXT)))})"
)
LEGAL_MATCH = (
    f"came_from || '>' || state IN ({as_sql(('>' + MatchState.SENT, *list_moves(MATCH_NEXT)))})"
)


def need_key() -> Mapped[int]:
    """The request it belongs to, gone with it."""
    return mapped_column(sa.ForeignKey("need.id", ondelete="CASCADE"), index=True)


def match_key() -> Mapped[int]:
    """The match it belongs to, gone with it."""
    return mapped_column(sa.ForeignKey("need_match.id", ondelete="CASCADE"), index=True)


class Need(Model):
    """A request of one modality, from a person who may have no account.

    `reference` is what both sides quote. `secret_digest` is the SHA-256 of the secret of its
    private link. `answers` holds what was typed in each step, as it was typed, by name of field;
    the columns beside it are read from it when the request is confirmed. `siret` is what the asker
    said, empty for a project holder; `organisation_id` is set where a member asked in its name.
    `wished_siae_id` is the structure whose page they came from, asked first if it fits.
    `shares_contact` says that an interested organisation receives the asker's contact at once.
    `wave` counts the waves sent; `next_wave_at` is when the next one is looked at; `told_at` is
    when the asker was last told of answers, and `told_move` the number of the last move told.
    `version` grows with each change of state.
    """

    __tablename__ = "need"
    __table_args__ = (
        sa.CheckConstraint(LEGAL_NEED, name="state"),
        sa.CheckConstraint("state <> 'closed' OR closing <> ''", name="closing"),
        sa.Index("ix_need_state_next_wave_at", "state", "next_wave_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(12), unique=True)
    secret_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    modality: Mapped[str] = mapped_column(sa.String(40), index=True)
    state: Mapped[str] = mapped_column(sa.String(12), default=NeedState.DRAFT.value)
    came_from: Mapped[str] = mapped_column(sa.String(12), default="")
    closing: Mapped[str] = mapped_column(sa.String(12), default="")
    version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    territory_code: Mapped[str] = mapped_column(sa.String(12), default="", index=True)
    department_code: Mapped[str] = mapped_column(sa.String(3), default="", index=True)
    conditions: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    fte: Mapped[float | None]
    days: Mapped[int | None]
    hours: Mapped[int | None]
    starts_on: Mapped[date | None]
    siret: Mapped[str] = mapped_column(sa.String(14), default="")
    asker_kind: Mapped[str] = mapped_column(sa.String(20), default="")
    asker_organisation: Mapped[str] = mapped_column(sa.String(160), default="")
    asker_name: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    shares_contact: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = author_key()
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    wished_siae_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("siae.id", ondelete="SET NULL"), index=True
    )
    wave: Mapped[int] = mapped_column(default=0)
    next_wave_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_move: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_demo: Mapped[bool] = mapped_column(default=False)

    matches: Mapped[list[NeedMatch]] = relationship(
        back_populates="need",
        lazy="raise_on_sql",
        passive_deletes=True,
        order_by="NeedMatch.wave, NeedMatch.position",
    )
    moves: Mapped[list[NeedMove]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="NeedMove.id"
    )

    @property
    def kind(self) -> Modality:
        """Its modality."""
        return Modality(self.modality)

    @property
    def need_state(self) -> NeedState:
        """Its state."""
        return NeedState(self.state)


class NeedMove(Model):
    """A change of state of a request: who, when, why; append-only."""

    __tablename__ = "need_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = need_key()
    before: Mapped[str] = mapped_column(sa.String(12))
    after: Mapped[str] = mapped_column(sa.String(12))
    side: Mapped[str] = mapped_column(sa.String(12))
    person_id: Mapped[int | None] = author_key()
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NeedMatch(Model):
    """A request × an organisation that received it, with the parts of its score as they were.

    `organisation_name` stays where the organisation was deleted. `parts` and `rules` are what the
    JSON of the commands gives; `weights_version` that of the weights they were made with. `why` is
    the sentence that says its place. `version` grows with each change of state, so that of two
    answers at once one wins. `reminders` counts those sent, `relayed_to` who received the request:
    the portal team relays it where nobody did. `contact_…` is whom the asker may reach, shown once
    both agreed. The outcomes are values of `Outcome`.
    """

    __tablename__ = "need_match"
    __table_args__ = (
        sa.UniqueConstraint("need_id", "organisation_id"),
        sa.CheckConstraint(LEGAL_MATCH, name="state"),
        sa.CheckConstraint("state <> 'declined' OR reason <> ''", name="reason"),
        sa.Index("ix_need_match_inbox", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = need_key()
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL")
    )
    siae_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("siae.id", ondelete="SET NULL"), index=True
    )
    organisation_name: Mapped[str] = mapped_column(sa.String(255))
    wave: Mapped[int]
    position: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(12))
    score: Mapped[float]
    confidence: Mapped[float]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    weights_version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(sa.String(12), default=MatchState.SENT.value)
    came_from: Mapped[str] = mapped_column(sa.String(12), default="")
    reason: Mapped[str] = mapped_column(sa.String(20), default="")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    reminders: Mapped[int] = mapped_column(default=0)
    relayed_to: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = author_key()
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact_name: Mapped[str] = mapped_column(sa.String(120), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    asker_outcome: Mapped[str] = mapped_column(sa.String(12), default="")
    organisation_outcome: Mapped[str] = mapped_column(sa.String(12), default="")

    need: Mapped[Need] = relationship(back_populates="matches", lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    siae: Mapped[Siae | None] = relationship(lazy="raise_on_sql")
    moves: Mapped[list[MatchMove]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="MatchMove.id"
    )
    messages: Mapped[list[MatchMessage]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="MatchMessage.id"
    )
    files: Mapped[list[MatchFile]] = relationship(
        lazy="raise_on_sql", passive_deletes=True, order_by="MatchFile.id"
    )

    @property
    def match_state(self) -> MatchState:
        """Its state."""
        return MatchState(self.state)


class MatchMove(Model):
    """A change of state of a match: who, when, why; append-only."""

    __tablename__ = "need_match_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = match_key()
    before: Mapped[str] = mapped_column(sa.String(12))
    after: Mapped[str] = mapped_column(sa.String(12))
    side: Mapped[str] = mapped_column(sa.String(12))
    person_id: Mapped[int | None] = author_key()
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MatchMessage(Model):
    """A message between the asker and one organisation; `author` is a name in words."""

    __tablename__ = "need_match_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = match_key()
    side: Mapped[str] = mapped_column(sa.String(12))
    person_id: Mapped[int | None] = author_key()
    author: Mapped[str] = mapped_column(sa.String(160))
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MatchFile(Model):
    """A file of a thread; `key` finds it in the store, `size` is in bytes."""

    __tablename__ = "need_match_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = match_key()
    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    side: Mapped[str] = mapped_column(sa.String(12))
    person_id: Mapped[int | None] = author_key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PartnershipPreference(Model):
    """How an organisation receives requests: paused until a day, capped each calendar month.

    `monthly_cap` None is no cap. `paused_until` is the last day of the pause.
    """

    __tablename__ = "partnership_preference"
    __table_args__ = (
        sa.CheckConstraint("monthly_cap IS NULL OR monthly_cap >= 1", name="monthly_cap"),
    )

    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    paused_until: Mapped[date | None]
    monthly_cap: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

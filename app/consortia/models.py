"""A group that answers a consultation, the places in it, and what was done, in words."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consortia.states import (
    FIRST,
    NEXT,
    PLACE_FIRST,
    PLACE_NEXT,
    ConsortiumState,
    LegalForm,
    PlaceState,
)
from app.extensions import Model, UtcDateTime
from app.machines import as_sql, list_moves
from app.organisations.models import Organisation

# A row holds where it came from: the database itself refuses a move that the machine has not.
LEGAL_STATE = f"came_from || '>' || state IN ({as_sql((f'>{FIRST}', *list_moves(NEXT)))})"
LEGAL_PLACE = (
    "came_from || '>' || state IN "
    f"({as_sql((*(f'>{state}' for state in PLACE_FIRST), *list_moves(PLACE_NEXT)))})"
)
LEGAL_EVENT = f"before || '>' || after IN ({as_sql(('>', f'>{FIRST}', *list_moves(NEXT)))})"
LEGAL_FORM = f"form IN ({as_sql(('', *LegalForm))})"
LEAD_IS_MEMBER = f"NOT is_lead OR state = '{PlaceState.ACCEPTED}'"


class Consortium(Model):
    """A group for a consultation, or for one lot of it.

    `reference` finds the consultation, which an import may amend or remove; `lot` is the number of
    a lot, empty for the whole. `title`, `buyer_name` and `deadline_at` are what was read when the
    group began. `form` is a `LegalForm`, empty until chosen. `is_open_call` says that the names of
    the members may be shown to who looks for partners. `insertion_hours` are those of the whole
    contract, None where none is asked for. `version` grows by one with each change of state, of
    places, of form or of shares.
    """

    __tablename__ = "consortium"
    __table_args__ = (
        sa.CheckConstraint(LEGAL_STATE, name="state"),
        sa.CheckConstraint(LEGAL_FORM, name="form"),
        sa.CheckConstraint("insertion_hours IS NULL OR insertion_hours > 0", name="hours"),
        sa.Index("ix_consortium_reference", "reference", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(60))
    lot: Mapped[str] = mapped_column(sa.String(20), default="")
    title: Mapped[str] = mapped_column(sa.String(500))
    buyer_name: Mapped[str] = mapped_column(sa.String(255), default="")
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_demo: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(10), default=FIRST.value)
    came_from: Mapped[str] = mapped_column(sa.String(10), default="")
    form: Mapped[str] = mapped_column(sa.String(24), default="")
    is_open_call: Mapped[bool] = mapped_column(default=False)
    insertion_hours: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    places: Mapped[list[Place]] = relationship(
        back_populates="consortium",
        lazy="raise_on_sql",
        passive_deletes=True,
        order_by="Place.is_lead.desc(), Place.id",
    )
    events: Mapped[list[ConsortiumEvent]] = relationship(
        lazy="raise_on_sql",
        passive_deletes=True,
        order_by="ConsortiumEvent.at.desc(), ConsortiumEvent.id.desc()",
    )

    @property
    def consortium_state(self) -> ConsortiumState:
        """Its state."""
        return ConsortiumState(self.state)

    @property
    def legal_form(self) -> LegalForm | None:
        """Its form, once chosen."""
        return LegalForm(self.form) if self.form else None

    @property
    def members(self) -> list[Place]:
        """The places of those who said yes, the lead first; the places are loaded."""
        return [place for place in self.places if place.state == PlaceState.ACCEPTED]

    @property
    def lead(self) -> Place | None:
        """The place of the lead, the places loaded; None where it left the portal."""
        return next((place for place in self.members if place.is_lead), None)


class Place(Model):
    """A structure in a group, invited to it, or asking.

    `name` and `siret` stay where the organisation leaves the portal, `organisation_id` being empty
    then. `message` goes with the last invitation or request. `insertion_hours` are its part of
    those of the group. `answered_at` is when the last invitation or request was answered.
    """

    __tablename__ = "consortium_place"
    __table_args__ = (
        sa.UniqueConstraint("consortium_id", "organisation_id"),
        sa.CheckConstraint(LEGAL_PLACE, name="state"),
        sa.CheckConstraint(LEAD_IS_MEMBER, name="lead"),
        sa.CheckConstraint("insertion_hours >= 0", name="hours"),
        sa.Index(
            "uq_consortium_lead",
            "consortium_id",
            unique=True,
            sqlite_where=sa.text("is_lead"),
            postgresql_where=sa.text("is_lead"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(255))
    siret: Mapped[str] = mapped_column(sa.String(14), default="")
    state: Mapped[str] = mapped_column(sa.String(10))
    came_from: Mapped[str] = mapped_column(sa.String(10), default="")
    is_lead: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    insertion_hours: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    consortium: Mapped[Consortium] = relationship(back_populates="places", lazy="raise_on_sql")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")

    @property
    def place_state(self) -> PlaceState:
        """Where it stands."""
        return PlaceState(self.state)


class ConsortiumEvent(Model):
    """Something done in a group: who, for which structure, what; all in words.

    `before` and `after` are states of the group, empty where its state did not change.
    """

    __tablename__ = "consortium_event"
    __table_args__ = (sa.CheckConstraint(LEGAL_EVENT, name="move"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consortium.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[str] = mapped_column(sa.String(10), default="")
    after: Mapped[str] = mapped_column(sa.String(10), default="")
    what: Mapped[str] = mapped_column(sa.String(600))
    author: Mapped[str] = mapped_column(sa.String(255))
    organisation: Mapped[str] = mapped_column(sa.String(255), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

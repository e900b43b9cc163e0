"""A committee, as the table keeps it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app import territories
from app.committees.kinds import CommitteeKind, Level, Standing
from app.extensions import Model, UtcDateTime
from app.territories import Territory

TO_CONFIRM = "à confirmer"
Part = dict[str, Any]


class Committee(Model):
    """A committee of a territory, between two dates; None is an open end or an unknown date.

    `territory` is a code. `local_name` is how the département calls it, empty where nobody knows.
    `successor` is the slug of what replaced it. `is_confirmed` is false where its existence or its
    law is to be verified. `digest` names what the last import said; `edited_at` is the last time
    the team changed the sheet, which no import then overwrites.
    """

    __tablename__ = "committee"
    __table_args__ = (
        sa.Index("ix_committee_place", "territory", "kind"),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to", "dates"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    level: Mapped[str] = mapped_column(sa.String(20))
    territory: Mapped[str] = mapped_column(sa.String(12))
    name: Mapped[str] = mapped_column(sa.String(255))
    acronym: Mapped[str] = mapped_column(sa.String(40), default="")
    local_name: Mapped[str] = mapped_column(sa.String(255), default="")
    legal_basis: Mapped[str] = mapped_column(sa.String(500), default="")
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor: Mapped[str] = mapped_column(sa.String(120), default="", index=True)
    former_names: Mapped[list[str]] = mapped_column(sa.JSON)
    missions: Mapped[list[str]] = mapped_column(sa.JSON)
    colleges: Mapped[list[Part]] = mapped_column(sa.JSON)
    contributions: Mapped[list[Part]] = mapped_column(sa.JSON)
    guests: Mapped[list[Part]] = mapped_column(sa.JSON)
    files: Mapped[list[Part]] = mapped_column(sa.JSON)
    themes: Mapped[list[str]] = mapped_column(sa.JSON)
    secretariat: Mapped[str] = mapped_column(sa.String(500), default="")
    frequency: Mapped[str] = mapped_column(sa.String(255), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    sources: Mapped[list[Part]] = mapped_column(sa.JSON)
    verified_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(sa.String(255), default="")
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_by: Mapped[str] = mapped_column(sa.String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/instances/{self.slug}"

    @property
    def place(self) -> Territory:
        """Its territory."""
        return territories.get(self.territory)

    @property
    def what(self) -> CommitteeKind:
        """Its kind."""
        return CommitteeKind(self.kind)

    @property
    def where(self) -> Level:
        """Its level."""
        return Level(self.level)

    @property
    def shown_local_name(self) -> str:
        """How its département calls it, or that it is to be confirmed."""
        return self.local_name or TO_CONFIRM

    def standing(self, day: date) -> Standing:
        """Whether it is in force that day; an unknown date is no limit."""
        if self.valid_to is not None and self.valid_to < day:
            return Standing.PAST
        if self.valid_from is not None and self.valid_from > day:
            return Standing.COMING
        return Standing.IN_FORCE

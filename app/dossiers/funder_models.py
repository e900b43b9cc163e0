"""Who pays by which scheme, where each funder stands on a project, what it wrote to its holder."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person, author_key
from app.dossiers.funder_words import PositionState
from app.extensions import Model, UtcDateTime
from app.machines import as_sql
from app.organisations.models import Organisation

GRANTED_ALONE = f"granted IS NULL OR state = '{PositionState.GRANTED}'"


class SchemeFunder(Model):
    """An organisation that pays by a scheme: the portal team says so.

    `scheme` is the address that the scheme had then; a later one leads to it. `ended_at` is set
    where the team took it back: what the funder wrote is kept, unseen.
    """

    __tablename__ = "scheme_funder"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "scheme"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    scheme: Mapped[str] = mapped_column(sa.String(120), index=True)
    person_id: Mapped[int | None] = author_key()
    tied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class FunderPosition(Model):
    """Where a funder stands on a project, for one of its schemes; amounts are in euros.

    `version` grows by one with each change: who writes over an older one is told so.
    """

    __tablename__ = "funder_position"
    __table_args__ = (
        sa.UniqueConstraint("dossier_id", "funder_id"),
        sa.CheckConstraint(f"state IN ({as_sql(PositionState)})", name="state"),
        sa.CheckConstraint("asked >= 0", name="asked"),
        sa.CheckConstraint("granted >= 0", name="granted"),
        sa.CheckConstraint(GRANTED_ALONE, name="granted_alone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id", ondelete="CASCADE"))
    funder_id: Mapped[int] = mapped_column(
        sa.ForeignKey("scheme_funder.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(10))
    asked: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    granted: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    person_id: Mapped[int | None] = author_key()
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    funder: Mapped[SchemeFunder] = relationship(lazy="raise_on_sql")

    @property
    def position_state(self) -> PositionState:
        """What the funder makes of it."""
        return PositionState(self.state)

    @property
    def counted(self) -> Decimal:
        """What counts as asked for: nothing before it is, nothing once it is refused."""
        is_asked = self.position_state in (PositionState.ASKED, PositionState.GRANTED)
        return (self.asked or self.granted or Decimal(0)) if is_asked else Decimal(0)


class FunderLetter(Model):
    """What a funder wrote to the holder of a project, through the portal."""

    __tablename__ = "funder_letter"
    __table_args__ = (sa.Index("ix_funder_letter_dossier", "dossier_id", "organisation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = author_key()
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")

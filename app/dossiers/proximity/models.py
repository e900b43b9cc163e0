"""A signal of proximity, what was done of it, and what a holder lets the team see."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import author_key
from app.dossiers.models import Dossier
from app.dossiers.proximity.states import FIRST, NEXT, ProximityState, Side
from app.extensions import Model, UtcDateTime, WordList
from app.machines import as_sql, list_moves
from app.siae.models import Siae

# A row holds where it came from: the database itself refuses a move that the machine has not.
LEGAL_STATE = f"came_from || '>' || state IN ({as_sql((f'>{FIRST}', *list_moves(NEXT)))})"
LEGAL_MOVE = f"before || '>' || after IN ({as_sql(('>', f'>{FIRST}', *list_moves(NEXT)))})"
ONE_OTHER = "(other_id IS NULL) <> (siae_id IS NULL)"
SMALLER_FIRST = "other_id IS NULL OR dossier_id < other_id"
PROJECTS_AGREE = "other_id IS NOT NULL OR (agreed_at IS NULL AND other_agreed_at IS NULL)"


class Proximity(Model):
    """A project and what is near it: another project, or a structure of the directory.

    Two projects make one row, the smaller number first. `sectors` are the slugs that both have,
    `distance_km` as the crow flies, None where it means nothing. `agreed_at` is when the holder of
    the first project agreed to be put in touch, `other_agreed_at` that of the other. `told_at`,
    `other_told_at` and `team_told_at` are when each was written to. `version` grows by one with
    each change.
    """

    __tablename__ = "proximity"
    __table_args__ = (
        sa.UniqueConstraint("dossier_id", "other_id"),
        sa.UniqueConstraint("dossier_id", "siae_id"),
        sa.CheckConstraint(LEGAL_STATE, name="state"),
        sa.CheckConstraint(ONE_OTHER, name="one_other"),
        sa.CheckConstraint(SMALLER_FIRST, name="smaller_first"),
        sa.CheckConstraint(PROJECTS_AGREE, name="agreement"),
        sa.CheckConstraint("distance_km IS NULL OR distance_km >= 0", name="distance"),
        sa.Index("ix_proximity_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("dossier.id", ondelete="CASCADE"), index=True
    )
    siae_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("siae.id", ondelete="CASCADE"), index=True
    )
    sectors: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    distance_km: Mapped[float | None]
    state: Mapped[str] = mapped_column(sa.String(12), default=FIRST.value)
    came_from: Mapped[str] = mapped_column(sa.String(12), default="")
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    other_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    other_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    team_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    dossier: Mapped[Dossier] = relationship(foreign_keys=dossier_id, lazy="raise_on_sql")
    other: Mapped[Dossier | None] = relationship(foreign_keys=other_id, lazy="raise_on_sql")
    siae: Mapped[Siae | None] = relationship(lazy="raise_on_sql")

    @property
    def proximity_state(self) -> ProximityState:
        """Where it stands."""
        return ProximityState(self.state)

    @property
    def is_agreed(self) -> bool:
        """Whether both holders agreed to be put in touch."""
        return self.agreed_at is not None and self.other_agreed_at is not None

    def has_agreed(self, dossier_id: int) -> bool:
        """Whether the holder of that project agreed."""
        return getattr(self, self.agreement_of(dossier_id)) is not None

    def agreement_of(self, dossier_id: int) -> str:
        """The column that holds what the holder of that project said."""
        return "agreed_at" if dossier_id == self.dossier_id else "other_agreed_at"


class ProximityMove(Model):
    """Something done of a signal: by whom, what; append-only.

    `before` and `after` are empty where its state did not change. `author` is a member of the
    team, or a number: no holder is named in it.
    """

    __tablename__ = "proximity_move"
    __table_args__ = (
        sa.CheckConstraint(LEGAL_MOVE, name="move"),
        sa.CheckConstraint(f"side IN ({as_sql(Side)})", name="side"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proximity_id: Mapped[int] = mapped_column(
        sa.ForeignKey("proximity.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[str] = mapped_column(sa.String(12), default="")
    after: Mapped[str] = mapped_column(sa.String(12), default="")
    side: Mapped[str] = mapped_column(sa.String(12))
    author: Mapped[str] = mapped_column(sa.String(255))
    person_id: Mapped[int | None] = author_key()
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProximityHolder(Model):
    """That the holder of a project lets the portal team know who they are, and since when."""

    __tablename__ = "proximity_holder"

    dossier_id: Mapped[int] = mapped_column(
        sa.ForeignKey("dossier.id", ondelete="CASCADE"), primary_key=True
    )
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)

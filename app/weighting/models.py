"""A version of the weights of a grid."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import author_key
from app.extensions import Model, UtcDateTime


class WeightsVersion(Model):
    """The points of a grid from an instant on; append-only, the highest version is in force.

    Versions count from 1 in each grid; 0 is what the portal comes with, and has no row. `points`
    are whole numbers by key of part, adding up to 100. `restores` is the version taken back, if it
    is one.
    """

    __tablename__ = "weights_version"
    __table_args__ = (
        sa.UniqueConstraint("grid", "version"),
        sa.CheckConstraint("version >= 1", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid: Mapped[str] = mapped_column(sa.String(20))
    version: Mapped[int]
    points: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    note: Mapped[str] = mapped_column(sa.String(300))
    restores: Mapped[int | None]
    author: Mapped[str] = mapped_column(sa.String(120))
    person_id: Mapped[int | None] = author_key()
    at: Mapped[datetime] = mapped_column(UtcDateTime)

"""One change of one sheet."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class Revision(Model):
    """What changed on a sheet; `changes` gives each field its values before and after, as JSON.

    `author` is a function or an import, never a visitor's name; `person_id` is the member who did
    it, empty once the account is gone. `reason` says in French why, where it is no plain edit.
    """

    __tablename__ = "revision"
    __table_args__ = (sa.Index("ix_revision_subject", "subject_kind", "subject_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(20))
    subject_key: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(sa.String(120))
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    changes: Mapped[dict[str, list[object]]] = mapped_column(sa.JSON)

"""One change of one sheet."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class Revision(Model):
    """What changed on a sheet; `changes` gives each field its values before and after, as JSON.

    `author` is a function or an import, never a visitor's name.
    """

    __tablename__ = "revision"
    __table_args__ = (sa.Index("ix_revision_subject", "subject_kind", "subject_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(20))
    subject_key: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(sa.String(120))
    changes: Mapped[dict[str, list[object]]] = mapped_column(sa.JSON)

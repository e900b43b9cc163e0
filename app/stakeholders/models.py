"""The sheet of an actor."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime

SUBJECT = "actor"  # in the audit


class Stakeholder(Model):
    """An institution, a network or a scheme; see `app.toolkit.actor_sheet.Actor` for its fields.

    `imported` holds the values that its last import gave, so that only what changed since is
    proposed to a sheet that a person edited. `edited_at` is empty until a person does: from then
    on no import overwrites it. `origin` is the file, or « proposition ».
    """

    __tablename__ = "stakeholder"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    acronym: Mapped[str] = mapped_column(sa.String(40), default="")
    kind: Mapped[str] = mapped_column(sa.String(20))
    parent: Mapped[str] = mapped_column(sa.String(80), default="", index=True)
    former_names: Mapped[list[str]] = mapped_column(sa.JSON)
    former_slugs: Mapped[list[str]] = mapped_column(sa.JSON)
    role: Mapped[str] = mapped_column(sa.Text, default="")
    functions: Mapped[list[str]] = mapped_column(sa.JSON)
    parts: Mapped[list[str]] = mapped_column(sa.JSON)
    themes: Mapped[list[str]] = mapped_column(sa.JSON)
    territories: Mapped[list[str]] = mapped_column(sa.JSON)
    contact: Mapped[str] = mapped_column(sa.String(300), default="")
    url: Mapped[str] = mapped_column(sa.String(300), default="")
    sources: Mapped[list[str]] = mapped_column(sa.JSON)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    verified_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(sa.String(255), default="")
    imported: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_by: Mapped[str] = mapped_column(sa.String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""The establishment behind one or several profiles."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class Organisation(Model):
    """An establishment; `siret` is empty only for a project that is not registered yet."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    siret: Mapped[str | None] = mapped_column(sa.String(14), unique=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    legal_form: Mapped[str] = mapped_column(sa.String(120), default="")
    naf_code: Mapped[str] = mapped_column(sa.String(6), default="")
    is_demo: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

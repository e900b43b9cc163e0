"""The establishment behind one or several profiles."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class Organisation(Model):
    """An establishment, a company, a project.

    `siret` is empty for a project that is not registered yet, and for what a person created with a
    SIRET that nobody has checked: that one waits in `claimed_siret`, so that an import which brings
    the true establishment never gives it to whoever claimed it first. `kind` and `territory_code`
    are what its creator said. `contact_email` is the address on record in the directory: private.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    siret: Mapped[str | None] = mapped_column(sa.String(14), unique=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    legal_form: Mapped[str] = mapped_column(sa.String(120), default="")
    naf_code: Mapped[str] = mapped_column(sa.String(6), default="")
    claimed_siret: Mapped[str] = mapped_column(sa.String(14), default="")
    kind: Mapped[str] = mapped_column(sa.String(80), default="")
    territory_code: Mapped[str | None] = mapped_column(sa.String(20))
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    is_network: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Figures entered by the portal team."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class AidRateEntry(Model):
    """The yearly amount of the aid per post of one kind of SIAE, in euros for a full-time post.

    `starts_on` is the first day it holds. `reliability` is in the words of the facts: a text of
    law, an institution, the press, an old document.
    """

    __tablename__ = "aid_rate"
    __table_args__ = (sa.UniqueConstraint("kind", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    starts_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    source: Mapped[str] = mapped_column(sa.String(255))
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    published: Mapped[str] = mapped_column(sa.String(60), default="")
    reliability: Mapped[str] = mapped_column(sa.String(20))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

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


class Fact(Model):
    """A figure of one measure (`app.toolkit.measures`), somewhere, at the end of a period.

    `territory` is a code, `kind` a kind of SIAE and `sector` a slug, each empty for all. `value` is
    in the unit of its measure, empty where the source gives `words` only. `origin` is the file it
    came from, « portail » for `content/facts.yaml`. `source` and `published` are in words.
    """

    __tablename__ = "fact"
    __table_args__ = (
        sa.UniqueConstraint(
            "measure", "territory", "kind", "sector", "dated", "is_target", "source",
            name="uq_fact_identity",
        ),
        sa.CheckConstraint("value is not null or words <> ''", name="says_something"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(sa.String(60), index=True)
    territory: Mapped[str] = mapped_column(sa.String(9), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10), default="")
    sector: Mapped[str] = mapped_column(sa.String(80), default="")
    dated: Mapped[date]
    period: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[Decimal | None] = mapped_column(sa.Numeric(18, 4))
    words: Mapped[str] = mapped_column(sa.String(255), default="")
    is_target: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    source: Mapped[str] = mapped_column(sa.String(255))
    source_url: Mapped[str] = mapped_column(sa.String(500), default="")
    published: Mapped[str] = mapped_column(sa.String(60), default="")
    reliability: Mapped[str] = mapped_column(sa.String(20))
    origin: Mapped[str] = mapped_column(sa.String(255))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""A scheme and its calls, as the database keeps them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, UtcDateTime

Words = list[str]

SUBJECT = "scheme"  # in the audit


class FundingScheme(Model):
    """A scheme; see `app.toolkit.schemes.Scheme` for the meaning of each part.

    `origin` is the source that wrote it, `source_key` its identifier there. `edited_at` is set once
    a person changed it: no import writes over it any more. `link_state` is empty until the link is
    tried, then « ok » or « broken », with `link_note` for the reason.
    """

    __tablename__ = "funding_scheme"
    __table_args__ = (sa.Index("ix_funding_scheme_source", "origin", "source_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    funders: Mapped[Words] = mapped_column(sa.JSON)
    instructors: Mapped[Words] = mapped_column(sa.JSON)
    form: Mapped[str] = mapped_column(sa.String(20))
    purpose: Mapped[str] = mapped_column(sa.Text)
    beneficiaries: Mapped[str] = mapped_column(sa.Text)
    beneficiary_kinds: Mapped[Words] = mapped_column(sa.JSON)
    kinds: Mapped[Words] = mapped_column(sa.JSON)
    stages: Mapped[Words] = mapped_column(sa.JSON)
    expenses: Mapped[Words] = mapped_column(sa.JSON)
    themes: Mapped[Words] = mapped_column(sa.JSON)
    territories: Mapped[Words] = mapped_column(sa.JSON)
    amount: Mapped[str] = mapped_column(sa.Text)
    basis: Mapped[str | None] = mapped_column(sa.String(20))
    floor: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    ceiling: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    max_rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 4))
    cumul: Mapped[str] = mapped_column(sa.Text)
    not_with: Mapped[Words] = mapped_column(sa.JSON)
    is_minimis: Mapped[bool] = mapped_column(default=False)
    asks_beneficiary: Mapped[str] = mapped_column(sa.Text)
    when: Mapped[str] = mapped_column(sa.Text)
    recurrence: Mapped[str | None] = mapped_column(sa.String(20))
    declared: Mapped[str] = mapped_column(sa.String(20), index=True)
    pieces: Mapped[Words] = mapped_column(sa.JSON)
    url: Mapped[str] = mapped_column(sa.String(500))
    contact: Mapped[str] = mapped_column(sa.String(500))
    sources: Mapped[Words] = mapped_column(sa.JSON)
    source: Mapped[str] = mapped_column(sa.String(500))
    source_url: Mapped[str] = mapped_column(sa.String(500))
    verified_on: Mapped[date | None]
    generic: Mapped[str] = mapped_column(sa.String(120))
    former_names: Mapped[Words] = mapped_column(sa.JSON)
    former_slugs: Mapped[Words] = mapped_column(sa.JSON)
    origin: Mapped[str] = mapped_column(sa.String(40))
    source_key: Mapped[str] = mapped_column(sa.String(120))
    position: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_by: Mapped[str] = mapped_column(sa.String(120), default="")
    link_state: Mapped[str] = mapped_column(sa.String(10), default="")
    link_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_note: Mapped[str] = mapped_column(sa.String(255), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    calls: Mapped[list[FundingCall]] = relationship(
        back_populates="scheme",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="FundingCall.id",
    )


class FundingCall(Model):
    """A dated call of a scheme; the closing day is included, in Paris."""

    __tablename__ = "funding_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(
        sa.ForeignKey("funding_scheme.id", ondelete="CASCADE"), index=True
    )
    opens_on: Mapped[date | None]
    pre_deposit_on: Mapped[date | None]
    closes_on: Mapped[date | None] = mapped_column(index=True)
    year: Mapped[str] = mapped_column(sa.String(60))
    url: Mapped[str] = mapped_column(sa.String(500))
    pieces: Mapped[Words] = mapped_column(sa.JSON)

    scheme: Mapped[FundingScheme] = relationship(back_populates="calls", lazy="raise_on_sql")

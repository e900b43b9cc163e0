"""Contracts awarded, their holders and their sectors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.awards.records import Consideration
from app.extensions import Model, UtcDateTime


class Award(Model):
    """One contract awarded, as the last of its modifications leaves it.

    `reference` is its public id: `uid`, the buyer's SIRET and number, with `~2`, `~3`… for the next
    contracts of the same number (`part`). `amount` is in euros before tax, `duration_months` counts
    from `notified_on` to `ends_on`; the `original_…` are those of the first day. `territory` is a
    code, empty where unknown, `territory_proof` what it was read from. The four flags repeat the
    social considerations declared; `is_social_known` is false where none is, before 2024 above all.
    `record` is what was read, `digests` the fingerprints of every row that went into it.
    """

    __tablename__ = "award"
    __table_args__ = (
        sa.UniqueConstraint("uid", "part"),
        sa.CheckConstraint("part >= 1", name="part"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint("ends_on >= notified_on", name="ends_on"),
        sa.Index("ix_award_of_buyer", "buyer_siret", "notified_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(sa.String(140))
    part: Mapped[int] = mapped_column(default=1)
    reference: Mapped[str] = mapped_column(sa.String(150), unique=True)
    number: Mapped[str] = mapped_column(sa.String(100), default="")
    buyer_siret: Mapped[str] = mapped_column(sa.String(14))
    buyer_name: Mapped[str] = mapped_column(sa.String(255), default="")
    object: Mapped[str] = mapped_column(sa.String(1000), default="")
    cpv: Mapped[str] = mapped_column(sa.String(8), default="")
    nature: Mapped[str] = mapped_column(sa.String(20))
    procedure: Mapped[str] = mapped_column(sa.String(120), default="")
    place_text: Mapped[str] = mapped_column(sa.String(200), default="")
    territory: Mapped[str] = mapped_column(sa.String(9), default="", index=True)
    territory_proof: Mapped[str] = mapped_column(sa.String(12), default="")
    notified_on: Mapped[date | None] = mapped_column(index=True)
    published_on: Mapped[date | None]
    modified_on: Mapped[date | None]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    duration_months: Mapped[float | None]
    original_duration_months: Mapped[float | None]
    amount: Mapped[float | None]
    original_amount: Mapped[float | None]
    is_social_known: Mapped[bool] = mapped_column(default=False)
    is_reserved: Mapped[bool] = mapped_column(default=False)
    has_clause: Mapped[bool] = mapped_column(default=False)
    has_criterion: Mapped[bool] = mapped_column(default=False)
    offers_received: Mapped[int | None]
    framework_id: Mapped[str] = mapped_column(sa.String(100), default="")
    source: Mapped[str] = mapped_column(sa.String(30))
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    digests: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    holders: Mapped[list[AwardHolder]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AwardHolder.position",
    )
    sectors: Mapped[list[AwardSector]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="AwardSector.position",
    )

    @property
    def label(self) -> str:
        """Its object, or what is known of it."""
        return self.object or f"Objet non publié (CPV\u00a0{self.cpv or 'inconnu'})"

    @property
    def buyer_label(self) -> str:
        """The buyer by name, else by SIRET: the national data give no name after 2024."""
        return self.buyer_name or f"Acheteur {self.buyer_siret}"

    @property
    def considerations(self) -> frozenset[Consideration] | None:
        """The social considerations declared; None where nothing is known."""
        if not self.is_social_known:
            return None
        flags = {
            Consideration.RESERVED: self.is_reserved,
            Consideration.CLAUSE: self.has_clause,
            Consideration.CRITERION: self.has_criterion,
        }
        found = frozenset(value for value, is_set in flags.items() if is_set)
        return found or frozenset({Consideration.NONE})


class AwardHolder(Model):
    """A holder: an identifier of that kind, as declared, and a name; one may be empty."""

    __tablename__ = "award_holder"

    award_id: Mapped[int] = mapped_column(
        sa.ForeignKey("award.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(sa.String(40), default="", index=True)
    kind: Mapped[str] = mapped_column(sa.String(20), default="")
    name: Mapped[str] = mapped_column(sa.String(255), default="")

    @property
    def label(self) -> str:
        """The holder by name, else by identifier; empty where neither is known."""
        return self.name or (f"{self.kind or 'n°'} {self.identifier}" if self.identifier else "")


class AwardSector(Model):
    """A sector of a contract, with how sure we are and what proves it."""

    __tablename__ = "award_sector"

    award_id: Mapped[int] = mapped_column(
        sa.ForeignKey("award.id", ondelete="CASCADE"), primary_key=True
    )
    sector: Mapped[str] = mapped_column(sa.String(80), primary_key=True, index=True)
    position: Mapped[int]
    score: Mapped[float]
    evidence: Mapped[str] = mapped_column(sa.String(500), default="")

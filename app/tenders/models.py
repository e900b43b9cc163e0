"""Consultation ← notice ← lot, with the clauses and the places and sectors of each lot."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, UtcDateTime


class Consultation(Model):
    """One call for tenders, as all its notices together describe it today.

    `reference` is the publisher's number of its first notice and its public id. `status` is the
    part of the state that no clock changes (`lifecycle.Status`). `value` is in euros before tax.
    `sectors`, `places`, `clause_kinds` and `lot_count` repeat what the lots and clauses say, the
    most telling first: a list shows them without reading those tables. `publisher` is the network
    that gave it, empty for what an official journal published.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        sa.Index("ix_consultation_urgency", "status", "deadline_at"),
        sa.Index("ix_consultation_published", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[str] = mapped_column(sa.String(500))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    buyer_name: Mapped[str] = mapped_column(sa.String(255), default="")
    buyer_siret: Mapped[str] = mapped_column(sa.String(14), default="", index=True)
    buyer_key: Mapped[str] = mapped_column(sa.String(255), default="", index=True)
    buyer_place: Mapped[str] = mapped_column(sa.String(160), default="")
    buyer_reference: Mapped[str] = mapped_column(sa.String(255), default="")
    nature: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    procedure: Mapped[str] = mapped_column(sa.String(120), default="")
    family: Mapped[str] = mapped_column(sa.String(10), default="")
    published_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(sa.String(20))
    is_amended: Mapped[bool] = mapped_column(default=False)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deadline_precision: Mapped[str] = mapped_column(sa.String(10), default="")
    deadline_source: Mapped[str] = mapped_column(sa.String(255), default="")
    proposed_deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[float | None]
    criteria: Mapped[str] = mapped_column(sa.Text, default="")
    sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    places: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    clause_kinds: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    lot_count: Mapped[int] = mapped_column(default=1)
    folder_id: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    documents_url: Mapped[str] = mapped_column(sa.String(1000), default="")
    publisher: Mapped[str] = mapped_column(sa.String(255), default="", server_default="")
    is_demo: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    notices: Mapped[list[Notice]] = relationship(
        back_populates="consultation",
        lazy="raise_on_sql",
        order_by="Notice.published_on, Notice.id",
    )
    lots: Mapped[list[Lot]] = relationship(
        back_populates="consultation",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Lot.position",
    )
    clauses: Mapped[list[Clause]] = relationship(
        back_populates="consultation",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Clause.position",
    )


class Notice(Model):
    """One published notice; `record` is what its parser read, to judge its chain again."""

    __tablename__ = "notice"
    __table_args__ = (sa.UniqueConstraint("source", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str] = mapped_column(sa.String(30))
    number: Mapped[str] = mapped_column(sa.String(60), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    published_on: Mapped[date | None]
    folder_id: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    record: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    consultation: Mapped[Consultation] = relationship(back_populates="notices", lazy="raise_on_sql")
    links: Mapped[list[NoticeLink]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )


class NoticeLink(Model):
    """The number of an earlier notice that a notice follows, known here or not yet.

    `is_manual` where a person said so and no notice does.
    """

    __tablename__ = "notice_link"

    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str] = mapped_column(sa.String(60), primary_key=True, index=True)
    is_manual: Mapped[bool] = mapped_column(default=False)


class PendingDocument(Model):
    """A consultation whose document in the search is to be written again, or removed if it is gone.

    Rows are only added and deleted: what changes while it is being indexed is indexed again.
    """

    __tablename__ = "pending_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(60))


class Republication(Model):
    """Two consultations that may be one, published again without a link: a person decides.

    `later` follows `earlier`; `reason` says in French what they share. A refused pair is kept, so
    that it is not proposed again.
    """

    __tablename__ = "republication"
    __table_args__ = (sa.UniqueConstraint("earlier", "later"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    earlier: Mapped[str] = mapped_column(sa.String(60), index=True)
    later: Mapped[str] = mapped_column(sa.String(60), index=True)
    reason: Mapped[str] = mapped_column(sa.String(255))
    decision: Mapped[str] = mapped_column(sa.String(10), default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Lot(Model):
    """One lot of a consultation; `territories` are codes of its places of performance."""

    __tablename__ = "lot"
    __table_args__ = (sa.UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.String(500))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    cpv: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    place_text: Mapped[str] = mapped_column(sa.String(500), default="")
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[float | None]
    duration_months: Mapped[float | None]

    consultation: Mapped[Consultation] = relationship(back_populates="lots", lazy="raise_on_sql")
    sectors: Mapped[list[LotSector]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="LotSector.position",
    )
    territories: Mapped[list[LotTerritory]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="LotTerritory.position",
    )


class LotSector(Model):
    """A sector of a lot, with how sure we are and the sentence that proves it."""

    __tablename__ = "lot_sector"

    lot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lot.id", ondelete="CASCADE"), primary_key=True
    )
    sector: Mapped[str] = mapped_column(sa.String(80), primary_key=True, index=True)
    position: Mapped[int]
    score: Mapped[float]
    evidence: Mapped[str] = mapped_column(sa.String(500), default="")


class LotTerritory(Model):
    """A place of performance of a lot, and how strong its proof is: place, buyer or publication."""

    __tablename__ = "lot_territory"

    lot_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lot.id", ondelete="CASCADE"), primary_key=True
    )
    territory: Mapped[str] = mapped_column(sa.String(9), primary_key=True, index=True)
    position: Mapped[int]
    proof: Mapped[str] = mapped_column(sa.String(12))


class Clause(Model):
    """A social clause with its proof; `lot` empty means the whole consultation."""

    __tablename__ = "clause"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    lot: Mapped[str] = mapped_column(sa.String(20), default="")
    kind: Mapped[str] = mapped_column(sa.String(20), index=True)
    quotation: Mapped[str] = mapped_column(sa.String(600))
    field: Mapped[str] = mapped_column(sa.String(255))
    article: Mapped[str] = mapped_column(sa.String(120), default="")
    origin: Mapped[str] = mapped_column(sa.String(10))

    consultation: Mapped[Consultation] = relationship(back_populates="clauses", lazy="raise_on_sql")

"""Who is told, the searches they follow, what they were told, and when each thing moved."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.alerts.frequency import Frequency
from app.extensions import Model, UtcDateTime


class Subscriber(Model):
    """Who receives digests: a person with an account, or an address without one.

    One of `person_id` and `address` is set. The same address on an account and without is two
    subscribers, which know nothing of each other. `key` is what the links of letters sign. `turn`
    counts the digests: two workers never send the same one. `digest_on` is the day, in Paris, of
    the last daily digest. `renewed_at` is when an address last said that it wants its alerts.
    """

    __tablename__ = "alert_subscriber"
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name="one_of"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    address: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    turn: Mapped[int] = mapped_column(default=0)
    digest_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renewal_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Alert(Model):
    """A search that somebody follows.

    `listing` is the key of a list, `query` the normalised query string of its filters, `search` the
    digest of both. `title` says it in French. Nothing is sent until `confirmed_at`. `watermark` is
    the instant up to which it was looked at: what moved later is news.
    """

    __tablename__ = "alert"
    __table_args__ = (
        sa.UniqueConstraint("subscriber_id", "search"),
        sa.Index("ix_alert_due", "frequency", "watermark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    subscriber_id: Mapped[int] = mapped_column(
        sa.ForeignKey("alert_subscriber.id", ondelete="CASCADE")
    )
    listing: Mapped[str] = mapped_column(sa.String(30))
    query: Mapped[str] = mapped_column(sa.Text)
    search: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(300))
    frequency: Mapped[str] = mapped_column(sa.String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    watermark: Mapped[datetime] = mapped_column(UtcDateTime)

    subscriber: Mapped[Subscriber] = relationship(lazy="raise_on_sql")

    @property
    def pace(self) -> Frequency:
        """How often it is looked at."""
        return Frequency(self.frequency)


class Told(Model):
    """A thing that somebody was told, in the version they were told; told again if it changes."""

    __tablename__ = "alert_told"

    subscriber_id: Mapped[int] = mapped_column(
        sa.ForeignKey("alert_subscriber.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(sa.String(190), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(64))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WatchedEntry(Model):
    """When a thing of a list was first seen, and last changed in a way that is news.

    These instants are those of the worker that saw it, always later than the last time it looked:
    an import that commits late is missed by no alert. `added_at` is when the thing says it came.
    """

    __tablename__ = "watched_entry"
    __table_args__ = (sa.Index("ix_watched_entry_moved", "listing", "moved_at"),)

    key: Mapped[str] = mapped_column(sa.String(190), primary_key=True)
    listing: Mapped[str] = mapped_column(sa.String(30))
    version: Mapped[str] = mapped_column(sa.String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Observation(Model):
    """When the worker last looked at a list."""

    __tablename__ = "watched_list"

    listing: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

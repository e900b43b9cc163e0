"""What a group holds: the shares of the lots, the points to settle, messages and files."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


def owner_key() -> Mapped[int]:
    """The column that says whose row it is, gone with it."""
    return mapped_column(sa.ForeignKey("consortium.id", ondelete="CASCADE"), index=True)


class LotShare(Model):
    """The part of a lot that a member takes, in percent, tenths at the finest.

    `lot` is its number, empty where the consultation has a single one.
    """

    __tablename__ = "consortium_share"
    __table_args__ = (
        sa.UniqueConstraint("place_id", "lot"),
        sa.CheckConstraint("tenths > 0 AND tenths <= 1000", name="tenths"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = owner_key()
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("consortium_place.id", ondelete="CASCADE"))
    lot: Mapped[str] = mapped_column(sa.String(20), default="")
    tenths: Mapped[int]


class SettledPoint(Model):
    """What the members agreed on one point of the list; `key` is that of the list."""

    __tablename__ = "consortium_point"
    __table_args__ = (sa.UniqueConstraint("consortium_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = owner_key()
    key: Mapped[str] = mapped_column(sa.String(40))
    decision: Mapped[str] = mapped_column(sa.String(600))
    author: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsortiumMessage(Model):
    """What a member wrote to the others; its author in words."""

    __tablename__ = "consortium_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = owner_key()
    text: Mapped[str] = mapped_column(sa.Text)
    author: Mapped[str] = mapped_column(sa.String(255))
    organisation: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsortiumFile(Model):
    """A file of a group; `key` finds its bytes in the store, `size` is in bytes.

    `organisation_id` is whose it is: that structure and the lead may delete it.
    """

    __tablename__ = "consortium_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    consortium_id: Mapped[int] = owner_key()
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    key: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(255))
    organisation: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

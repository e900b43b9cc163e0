"""What the members of a structure say of it, and what an import would say instead."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.extensions import Model, UtcDateTime


class SiaeProfile(Model):
    """What only the members of a structure say; one row at the most per structure.

    Lists of closed words are kept by their values, lists of lines as they were typed. `written` are
    the keys of `profile_fields.FIELDS` that a member wrote: imports propose them, and never set
    them. `refused_sectors` are the sectors that an import inferred and a member refused.
    `client_references` are objects `name`, `has_consent`, `what`, `year`. `insertion_fte` is in
    full-time equivalents. `turnover` is private: never on a public page.
    """

    __tablename__ = "siae_profile"

    siae_id: Mapped[int] = mapped_column(
        sa.ForeignKey("siae.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    written: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    refused_sectors: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    contact_point: Mapped[str] = mapped_column(sa.String(120), default="")
    insertion_fte: Mapped[float | None]
    publics: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    labels: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    quality: Mapped[str] = mapped_column(sa.Text, default="")
    client_references: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    equipment: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    approvals: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    turnover: Mapped[str] = mapped_column(sa.String(20), default="")
    convention_from: Mapped[date | None]
    convention_until: Mapped[date | None]
    partnerships: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    needs: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    needs_note: Mapped[str] = mapped_column(sa.Text, default="")

    @classmethod
    def empty(cls, siae_id: int) -> SiaeProfile:
        """The profile of a structure whose members have said nothing yet, outside any session."""
        lists = (
            "written",
            "refused_sectors",
            "publics",
            "labels",
            "client_references",
            "equipment",
        )
        others = ("approvals", "languages", "partnerships", "needs")
        texts = ("phone", "contact_point", "quality", "turnover", "needs_note")
        values: dict[str, Any] = {name: [] for name in (*lists, *others)}
        return cls(siae_id=siae_id, **values, **dict.fromkeys(texts, ""))


class ImportState(StrEnum):
    """What became of a value that an import gives."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ImportedValue(Model):
    """The last value that an import gave for a field that members write; one per field.

    It is proposed again only once the import gives another value. `value` is JSON, as
    `profile_fields` reads it; `source` is the name of the import.
    """

    __tablename__ = "siae_imported_value"
    __table_args__ = (sa.UniqueConstraint("siae_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    siae_id: Mapped[int] = mapped_column(sa.ForeignKey("siae.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[Any] = mapped_column(sa.JSON)
    source: Mapped[str] = mapped_column(sa.String(120), default="")
    state: Mapped[str] = mapped_column(sa.String(10), default=ImportState.WAITING.value)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def find_profile(session: Session, siae_id: int) -> SiaeProfile:
    """What the members say of a structure, empty and kept nowhere where they said nothing."""
    return session.get(SiaeProfile, siae_id) or SiaeProfile.empty(siae_id)


def open_profile(session: Session, siae_id: int) -> SiaeProfile:
    """The same, to be written: kept in the session."""
    found = session.get(SiaeProfile, siae_id)
    if found is None:
        found = SiaeProfile.empty(siae_id)
        session.add(found)
    return found


def waiting_values(siae_id: int) -> sa.Select[ImportedValue]:
    """What imports propose for a structure, nobody having decided, in the order of the fields."""
    return (
        sa.select(ImportedValue)
        .where(ImportedValue.siae_id == siae_id, ImportedValue.state == ImportState.WAITING.value)
        .order_by(ImportedValue.id)
    )

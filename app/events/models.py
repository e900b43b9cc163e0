"""An event of the agenda."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.events.kinds import EventKind, EventStatus
from app.extensions import Model, UtcDateTime, WordList


class Event(Model):
    """One event; `uid` names it across imports, `slug` in addresses, and neither ever changes.

    `starts_at` and `ends_at` are instants; for an event that is `is_all_day` they are the midnights
    of Paris that begin its first day and follow its last. `ends_at` is empty where nobody said it.
    `over_at` is when it stops being to come: its end, else the end of its day (its very hour for a
    deadline). `territory_code` is empty for what happens online only. `organiser` is an
    institution. `committee` is the slug of an instance, empty for anything else; `agenda_themes`
    and `documents` (what must be brought or sent) are its. `origin` is the file of an import,
    « proposition » for a visitor's. `status_note` says why the team cancelled it: no import revives
    it then.
    """

    __tablename__ = "event"
    __table_args__ = (sa.Index("ix_event_over_at_starts_at", "over_at", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    uid: Mapped[str] = mapped_column(sa.String(255), unique=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(40), index=True)
    title: Mapped[str] = mapped_column(sa.String(255))
    kind: Mapped[str] = mapped_column(sa.String(30))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_all_day: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(sa.String(255), default="")
    territory_code: Mapped[str] = mapped_column(sa.String(12), default="", index=True)
    online_url: Mapped[str] = mapped_column(sa.String(500), default="")
    organiser: Mapped[str] = mapped_column(sa.String(255))
    audiences: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    sectors: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    description: Mapped[str] = mapped_column(sa.Text, default="")
    url: Mapped[str] = mapped_column(sa.String(500), default="")
    committee: Mapped[str] = mapped_column(sa.String(120), default="", index=True)
    agenda_themes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    documents: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    source: Mapped[str] = mapped_column(sa.String(500), default="")
    status: Mapped[str] = mapped_column(sa.String(10), default=EventStatus.PLANNED.value)
    status_note: Mapped[str] = mapped_column(sa.String(500), default="")
    origin: Mapped[str] = mapped_column(sa.String(255), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def event_kind(self) -> EventKind:
        """Its kind, as a member of the list."""
        return EventKind(self.kind)

    @property
    def event_status(self) -> EventStatus:
        """Its status, as a member of the list."""
        return EventStatus(self.status)

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.status == EventStatus.CANCELLED

    def is_past(self, now: datetime) -> bool:
        """Whether it is over at that instant."""
        return self.over_at <= now

"""A letter of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class LetterState(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"

    @property
    def label(self) -> str:
        """As the outbox names it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    LetterState.WAITING: "En attente",
    LetterState.SENDING: "En cours d’envoi",
    LetterState.SENT: "Envoyé",
    LetterState.FAILED: "Abandonné",
    LetterState.UNCERTAIN: "Envoi interrompu : à vérifier",
}


class Letter(Model):
    """What is sent to one address, already written.

    `key` names its text. `once` is unique: the same act never queues the same letter twice. It is
    `uncertain` where a worker died while the server was taking it: nobody sends it again alone.
    """

    __tablename__ = "letter"
    __table_args__ = (sa.Index("ix_letter_queue", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40))
    once: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    subject: Mapped[str] = mapped_column(sa.String(255))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    headers: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    message_id: Mapped[str] = mapped_column(sa.String(255))
    state: Mapped[str] = mapped_column(sa.String(10), default=LetterState.WAITING.value)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

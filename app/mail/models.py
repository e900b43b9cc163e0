"""A letter of the outbox, and an address that refused one."""

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

    `key` names its text. `once` is unique: the same act never queues the same letter twice.
    `tries` counts the claims of workers and tells one from the next; `claimed_at` is the last, and
    `handed_at` the instant from which the server may have taken it. It is `uncertain` where a
    worker died after that: nobody sends it again but a person. A text whose `is_secret` holds is
    erased once it is sent.
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
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_secret: Mapped[bool] = mapped_column(default=True)
    is_essential: Mapped[bool] = mapped_column(default=False)

    @property
    def letter_state(self) -> LetterState:
        """Where it stands."""
        return LetterState(self.state)

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a person may have it sent once more."""
        return self.letter_state in {LetterState.FAILED, LetterState.UNCERTAIN} and bool(self.text)

    @property
    def may_be_given_up(self) -> bool:
        """Whether a person may stop it."""
        return self.letter_state in {LetterState.WAITING, LetterState.UNCERTAIN}


class PausedAddress(Model):
    """An address that a server refused for good: what is queued for it is kept and not sent.

    `digest` is the SHA-256 of the address; `reason` is what the server or the team said.
    """

    __tablename__ = "paused_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    reason: Mapped[str] = mapped_column(sa.String(500))
    since: Mapped[datetime] = mapped_column(UtcDateTime)

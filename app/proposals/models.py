"""Something proposed, waiting for a decision."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime


class ProposalKind(StrEnum):
    """What is proposed."""

    ACTOR = "actor"
    EVENT = "event"
    PREMISES = "premises"
    SECTOR_INTEREST = "sector-interest"
    ACTOR_CHANGE = "actor-change"
    SCHEME_CHANGE = "scheme-change"

    @property
    def label(self) -> str:
        """As the queue names it."""
        return LABELS[self]


LABELS = {
    ProposalKind.ACTOR: "Acteur proposé",
    ProposalKind.EVENT: "Événement proposé",
    ProposalKind.PREMISES: "Local proposé",
    ProposalKind.SECTOR_INTEREST: "Structure qui veut se lancer dans une filière",
    ProposalKind.ACTOR_CHANGE: "Import : acteur modifié",
    ProposalKind.SCHEME_CHANGE: "Import : dispositif modifié",
}


class ProposalState(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Proposal(Model):
    """What was proposed; `payload` is in the words of its kind, as JSON.

    `subject` is the key of the sheet it changes, empty for a new one. `origin` is the file of an
    import, empty for a visitor. `contact` is an e-mail address for the answer, erased once decided.
    """

    __tablename__ = "proposal"
    __table_args__ = (sa.Index("ix_proposal_queue", "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    subject: Mapped[str] = mapped_column(sa.String(120), default="", index=True)
    title: Mapped[str] = mapped_column(sa.String(255))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    origin: Mapped[str] = mapped_column(sa.String(255), default="")
    contact: Mapped[str] = mapped_column(sa.String(200), default="")
    state: Mapped[str] = mapped_column(sa.String(10), default=ProposalState.WAITING.value)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

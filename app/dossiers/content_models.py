"""What a dossier holds besides its sheet: documents, decisions, the links that share it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.dossiers.words import FileKind, Outcome
from app.extensions import Model, UtcDateTime
from app.machines import as_sql


def owner_key() -> Mapped[int]:
    """The column that says whose row it is, gone with it."""
    return mapped_column(sa.ForeignKey("dossier.id", ondelete="CASCADE"), index=True)


class DossierFile(Model):
    """A document; `key` finds its bytes in the store, `size` is in bytes, `kind` a `FileKind`.

    `author` is who sent it, in words.
    """

    __tablename__ = "dossier_file"
    __table_args__ = (sa.CheckConstraint(f"kind IN ({as_sql(FileKind)})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = owner_key()
    kind: Mapped[str] = mapped_column(sa.String(12))
    key: Mapped[str] = mapped_column(sa.String(80))
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    author: Mapped[str] = mapped_column(sa.String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def file_kind(self) -> FileKind:
        """What it is."""
        return FileKind(self.kind)


class DossierDecision(Model):
    """What somebody decided on the project, that day; `outcome` is an `Outcome`.

    `body` is who decided, in words; `committee` is its slug where the portal has a page of it.
    `version` grows by one with each correction.
    """

    __tablename__ = "dossier_decision"
    __table_args__ = (sa.CheckConstraint(f"outcome IN ({as_sql(Outcome)})", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = owner_key()
    on: Mapped[date]
    body: Mapped[str] = mapped_column(sa.String(255))
    committee: Mapped[str] = mapped_column(sa.String(120), default="")
    what: Mapped[str] = mapped_column(sa.String(600))
    outcome: Mapped[str] = mapped_column(sa.String(12))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def read_outcome(self) -> Outcome:
        """What was decided."""
        return Outcome(self.outcome)

    @property
    def href(self) -> str:
        """The page of who decided; empty where the portal has none."""
        return f"/instances/{self.committee}" if self.committee else ""


class DossierShare(Model):
    """A link that opens a dossier to whoever has it, until `expires_at`.

    `digest` is what is kept of its secret; `label` is whom it was given to, `author` who gave it,
    in words. `opened_at` is the last time it was opened.
    """

    __tablename__ = "dossier_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = owner_key()
    label: Mapped[str] = mapped_column(sa.String(120))
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    author: Mapped[str] = mapped_column(sa.String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

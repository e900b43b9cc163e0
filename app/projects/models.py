"""A project and the worksheets that its tools keep."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, UtcDateTime


class Project(Model):
    """What a project holder works on.

    `token_digest` is the SHA-256, in hexadecimal, of the secret of its private link.
    `expires_at` is the instant from which its contents are erased. One that has an owner – a
    person, or an organisation – is opened by its dossier: nobody was told its secret.
    """

    __tablename__ = "project"
    __table_args__ = (
        sa.CheckConstraint("person_id IS NULL OR organisation_id IS NULL", name="owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )

    worksheets: Mapped[list[Worksheet]] = relationship(
        back_populates="project",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Worksheet.tool",
    )


class Worksheet(Model):
    """What one tool keeps in a project: the texts typed in its form, by name of field.

    `version` grows by one at each save: who saves an older one is told so.
    """

    __tablename__ = "worksheet"
    __table_args__ = (sa.UniqueConstraint("project_id", "tool"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id", ondelete="CASCADE"))
    tool: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    data: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(back_populates="worksheets", lazy="raise_on_sql")


class WorksheetVersion(Model):
    """What a worksheet was after one save: the history of a tool."""

    __tablename__ = "worksheet_version"
    __table_args__ = (sa.UniqueConstraint("worksheet_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    worksheet_id: Mapped[int] = mapped_column(sa.ForeignKey("worksheet.id", ondelete="CASCADE"))
    version: Mapped[int]
    data: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

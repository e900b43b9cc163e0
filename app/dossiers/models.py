"""The sheet of a project, whose number and owner are those of the project itself."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.dossiers.words import Visibility
from app.extensions import Model, UtcDateTime, WordList
from app.machines import as_sql
from app.projects.models import Project

DEFAULT_RADIUS = 10  # km


class Dossier(Model):
    """What a project holder says of a project.

    `id` is the number of the project, which holds the owner, the worksheets and the day of the
    end. `stage` is a slug of the toolbox, `kind` a `SiaeKind`, `beneficiary` a `BeneficiaryKind`,
    `expenses` are `Expense`, `publics` are `WelcomedPublic`, all empty until said. `territory` is
    a code, `radius_km` what the holder calls near. `jobs` are full-time equivalents on insertion
    pathways, `amount` is in euros. `version` grows by one with each change of the sheet.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        sa.CheckConstraint(f"visibility IN ({as_sql(Visibility)})", name="visibility"),
        sa.CheckConstraint("radius_km BETWEEN 1 AND 60", name="radius"),
        sa.Index("ix_dossier_visibility_territory", "visibility", "territory"),
    )

    id: Mapped[int] = mapped_column(
        sa.ForeignKey("project.id", ondelete="CASCADE"), primary_key=True
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    pitch: Mapped[str] = mapped_column(sa.Text, default="")
    stage: Mapped[str] = mapped_column(sa.String(40), default="")
    kind: Mapped[str] = mapped_column(sa.String(8), default="")
    beneficiary: Mapped[str] = mapped_column(sa.String(24), default="")
    sectors: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    territory: Mapped[str] = mapped_column(sa.String(20), default="")
    radius_km: Mapped[int] = mapped_column(default=DEFAULT_RADIUS)
    publics: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    jobs: Mapped[Decimal | None] = mapped_column(sa.Numeric(8, 2))
    opens_on: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    expenses: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    visibility: Mapped[str] = mapped_column(sa.String(10), default=Visibility.PRIVATE.value)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship(lazy="raise_on_sql")

    @property
    def is_for_funders(self) -> bool:
        """Whether funders may read its sheet."""
        return self.visibility == Visibility.FUNDERS

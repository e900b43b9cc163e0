"""An announcement of premises."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model, UtcDateTime, WordList
from app.premises.kinds import Access, Direction, Lease, Owner, PremisesStatus


class Premises(Model):
    """Premises offered or sought, in a commune or a wider territory, never at an address.

    Surfaces are in m²: `surface_min` and `surface_max` are the same where one number was said, and
    either may be unknown. `rent` is in the announcer's words. `expires_at` is when it is shown no
    more unless the team renews it. `origin` is « proposition » for a visitor's.
    """

    __tablename__ = "premises"
    __table_args__ = (sa.Index("ix_premises_status_expires_at", "status", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    title: Mapped[str] = mapped_column(sa.String(255))
    direction: Mapped[str] = mapped_column(sa.String(10))
    uses: Mapped[tuple[str, ...]] = mapped_column(WordList, default=())
    surface_min: Mapped[int | None]
    surface_max: Mapped[int | None]
    lease: Mapped[str] = mapped_column(sa.String(30), default=Lease.OPEN.value)
    rent: Mapped[str] = mapped_column(sa.String(120), default="")
    access: Mapped[str] = mapped_column(sa.String(10), default=Access.UNKNOWN.value)
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    territory_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    owner: Mapped[str] = mapped_column(sa.String(20))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    status: Mapped[str] = mapped_column(sa.String(10), default=PremisesStatus.OPEN.value)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    origin: Mapped[str] = mapped_column(sa.String(255), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_offer(self) -> bool:
        """Whether premises are offered, not sought."""
        return self.direction == Direction.OFFER

    @property
    def owner_kind(self) -> Owner:
        """What kind of body announces."""
        return Owner(self.owner)

    def is_open(self, now: datetime) -> bool:
        """Whether it is shown in the list at that instant."""
        return self.status == PremisesStatus.OPEN and self.expires_at > now

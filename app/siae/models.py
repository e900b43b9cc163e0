"""A structure and its activities."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model, UtcDateTime
from app.matching.kinds import ServiceType, SiaeKind
from app.organisations.models import Organisation
from app.territories import Area, Point


def as_values(enum: type[SiaeKind] | type[ServiceType]) -> sa.Enum:
    """A closed list kept as its short words, with a check in the database."""
    return sa.Enum(
        enum,
        native_enum=False,
        length=20,
        values_callable=lambda e: [member.value for member in e],
        create_constraint=True,
        name=enum.__name__.lower(),
    )


class Siae(Model):
    """What an establishment is and does in the IAE; one row per establishment and kind.

    Latitude and longitude are in degrees (WGS 84). `capacity_places` is an ESAT's authorised number
    of places. `geocoding` says where the point comes from: the source, or the commune's centre.
    """

    __tablename__ = "siae"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "kind"),
        sa.Index("ix_siae_position", "latitude", "longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE")
    )
    kind: Mapped[SiaeKind] = mapped_column(as_values(SiaeKind), index=True)
    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    brand: Mapped[str] = mapped_column(sa.String(255), default="")
    sort_name: Mapped[str] = mapped_column(sa.String(255), index=True)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    address: Mapped[str] = mapped_column(sa.String(255), default="")
    postal_code: Mapped[str] = mapped_column(sa.String(5), default="")
    city: Mapped[str] = mapped_column(sa.String(120), default="")
    commune_code: Mapped[str | None] = mapped_column(sa.String(5), index=True)
    department_code: Mapped[str | None] = mapped_column(sa.String(3), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    geocoding: Mapped[str] = mapped_column(sa.String(20), default="")
    website: Mapped[str] = mapped_column(sa.String(255), default="")
    headcount: Mapped[str] = mapped_column(sa.String(60), default="")
    capacity_places: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(60), default="")
    source_id: Mapped[str] = mapped_column(sa.String(60), default="")
    is_demo: Mapped[bool] = mapped_column(default=False, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    activities: Mapped[list[Activity]] = relationship(
        back_populates="siae",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Activity.id",
    )

    @property
    def display_name(self) -> str:
        """The name people know it by."""
        return self.brand or self.name

    @property
    def point(self) -> Point | None:
        """Where it is, or None where nobody knows."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(lat=self.latitude, lon=self.longitude)


class Activity(Model):
    """A sector a structure works in, the form it sells it in, and where it goes for it.

    The area is one of: chosen zones (codes of territories), a radius in km around the seat, the
    whole country, or nothing declared. `capacity_fte` is in full-time equivalents;
    `capacity_volume` says it in `capacity_unit` instead, a value of `profile_words.VolumeUnit`.
    """

    __tablename__ = "activity"
    __table_args__ = (sa.UniqueConstraint("siae_id", "sector", "service"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    siae_id: Mapped[int] = mapped_column(sa.ForeignKey("siae.id", ondelete="CASCADE"), index=True)
    sector: Mapped[str] = mapped_column(sa.String(80), index=True)
    service: Mapped[ServiceType | None] = mapped_column(as_values(ServiceType))
    zones: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    radius_km: Mapped[float | None]
    is_nationwide: Mapped[bool] = mapped_column(default=False)
    capacity_fte: Mapped[float | None]
    capacity_volume: Mapped[float | None]
    capacity_unit: Mapped[str] = mapped_column(sa.String(20), default="")
    capacity_as_of: Mapped[date | None]
    available_from: Mapped[date | None]
    is_inferred: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(sa.String(500), default="")

    siae: Mapped[Siae] = relationship(back_populates="activities", lazy="raise_on_sql")

    def area_around(self, seat: Point | None) -> Area | None:
        """The area of intervention, or None where nobody declared one."""
        if self.is_nationwide:
            return Area.country()
        if self.zones:
            return Area.of_zones(*self.zones)
        if self.radius_km is not None and seat is not None:
            return Area.around(seat, self.radius_km)
        return None

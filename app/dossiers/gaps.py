"""The positive twin of a proximity: what is missing around a project, and what completes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import sectors
from app.dossiers.proximity.search import near, plan_of
from app.dossiers.sheet import Sheet
from app.portraits.need import NeedRow, NeedTable, read_need
from app.portraits.need_levels import Level, inside_index
from app.sectors import Sector
from app.siae.models import Activity, Siae
from app.territories import Territory

LEAST_SERVED = 4  # the classes of the index from which a territory is less served than the whole


@dataclass(frozen=True, kw_only=True)
class SectorCount:
    """A sector, and how many SIAE known around a place work in it."""

    sector: Sector
    structures: int


@dataclass(frozen=True, kw_only=True)
class NeedReading:
    """The index of need where the project would be: its row, in the table that says the sources."""

    row: NeedRow
    table: NeedTable

    @property
    def is_underserved(self) -> bool | None:
        """Whether the territory is less served than the whole; None where the index is unknown."""
        need = self.row.need
        return None if need is None else need.need_class.number >= LEAST_SERVED


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What is known around a project.

    `structures` counts the SIAE known there, `silent` those of them whose sector is not known.
    `own` are the sectors of the project, `akin` those of the same groups in which somebody works.
    `need` is None where the place is in none of the territories compared.
    """

    structures: int
    silent: int
    own: tuple[SectorCount, ...]
    akin: tuple[SectorCount, ...]
    need: NeedReading | None

    @property
    def absent(self) -> tuple[SectorCount, ...]:
        """The sectors of the project in which no SIAE is known around."""
        return tuple(found for found in self.own if not found.structures)


def find_gaps(session: Session, sheet: Sheet, place: Territory) -> Gaps:
    """What is missing around a place, in four statements whatever is there."""
    plan = plan_of(sheet.sectors, place.code, sheet.radius_km)
    around = near(plan, plan.radius_km)
    total = session.scalars(sa.select(sa.func.count(Siae.id)).where(around)).one()
    pairs = session.execute(
        sa.select(Activity.siae_id, Activity.sector).join(Siae).where(around).distinct()
    )
    known = [(number, sector) for number, sector in pairs]
    counts = Counter(sector for _, sector in known)
    own = [found for slug in sheet.sectors if (found := sectors.find(slug))]
    return Gaps(
        structures=total,
        silent=total - len({number for number, _ in known}),
        own=tuple(SectorCount(sector=s, structures=counts[s.slug]) for s in own),
        akin=tuple(list_akin(own, counts)),
        need=read_place(session, place),
    )


def list_akin(own: Iterable[Sector], counts: Mapping[str, int]) -> list[SectorCount]:
    """The other sectors of the same groups in which somebody works, the most frequent first."""
    wanted = {sector.slug for sector in own}
    groups = {sector.group for sector in own}
    found = (
        SectorCount(sector=sector, structures=number)
        for slug, number in counts.items()
        if slug not in wanted and (sector := sectors.find(slug)) and sector.group in groups
    )
    return sorted(found, key=lambda one: (-one.structures, one.sector.name))


def read_place(session: Session, place: Territory) -> NeedReading | None:
    """The index of the smallest territory compared that holds a place; None outside them all."""
    for level in (Level.GROUPS, Level.DEPARTMENTS):
        code = inside_index(level).get(place.code)
        if code is not None:
            table = read_need(session, level)
            row = next(row for row in table.rows if row.territory.code == code)
            return NeedReading(row=row, table=table)
    return None

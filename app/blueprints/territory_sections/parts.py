"""What the territory is made of, with how many structures each part has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.blueprints.formatting import format_number
from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.comparison import inhabitants_for_one
from app.portraits.supply import PartCount
from app.territories import TerritoryKind

KINDS = {
    TerritoryKind.DEPARTMENT: "Département",
    TerritoryKind.EPT: "EPT",
    TerritoryKind.EPCI: "Intercommunalité",
    TerritoryKind.COMMUNE: "Commune",
    TerritoryKind.ARRONDISSEMENT: "Arrondissement",
}


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A part; `each` is how many inhabitants there are for one SIAE, in words."""

    name: str
    href: str
    kind: str
    population: str
    siae: int
    others: int
    each: str


@dataclass(frozen=True, kw_only=True)
class PartsView:
    """The parts; `has_partial` where some go beyond the territory and count whole."""

    rows: tuple[PartRow, ...]
    has_partial: bool
    without_siae: int


def read(reading: Reading) -> PartsView | None:
    """The view of the parts; None for a territory that has none."""
    parts = reading.portrait.supply.parts
    if not parts:
        return None
    return PartsView(
        rows=tuple(map(describe, parts)),
        has_partial=any(count.part.is_partial for count in parts),
        without_siae=count_empty(parts),
    )


def describe(count: PartCount) -> PartRow:
    """A part, in words."""
    place = count.part.territory
    each = inhabitants_for_one(count.siae, place.population)
    return PartRow(
        name=f"{place.name} (en partie)" if count.part.is_partial else place.name,
        href=f"/territoires/{place.code}",
        kind=KINDS[place.kind],
        population=format_number(place.population) if place.population else "inconnue",
        siae=count.siae,
        others=count.others,
        each=format_number(each) if each is not None else "aucune SIAE connue",
    )


def count_empty(parts: Sequence[PartCount]) -> int:
    """How many parts have no SIAE that the portal knows."""
    return sum(not count.siae for count in parts)


SECTION = Section(
    key="composition",
    title="Ce que contient le territoire",
    template="territories/sections/composition.html",
    read=read,
    empty="Aucun territoire plus petit n’est connu ici",
)

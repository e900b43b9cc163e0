"""The index of under-served territories over what was imported and, failing that, what is live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from app import territories
from app.clock import say_day, to_paris
from app.portraits.need_figures import FACT_KEYS, Figures, number_of, read_figures
from app.portraits.need_levels import Level, same_extent, territories_at
from app.portraits.need_supply import Supply, read_supply
from app.siae import queries as siae_queries
from app.siting import Need, Stability, TerritoryFigures, need_index, sensitivity
from app.territories import Territory

CATALOGUE = "Populations légales de l’INSEE, somme des communes (catalogue du portail)"
CATALOGUE_DATE = "millésime 2026 du découpage administratif"
DIRECTORY = "Annuaire du portail"
LABELS = {
    "population": "Population",
    "job_seekers": "Demandeurs d’emploi",
    "qpv_population": "Population en QPV",
    "siae_posts": "Postes en SIAE",
    "siae_count": "Structures",
    "sectors_present": "Filières présentes",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """Where one column comes from: its sources and dates, and how many territories have it.

    `key` is a field of `TerritoryFigures`; `fact_key` the word of the import file, empty where
    nothing replaces it; `source` empty where the column has nothing.
    """

    key: str
    label: str
    fact_key: str
    source: str
    dated: str
    known: int
    imported: int


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """A territory with its figures, its index and how stable that is."""

    territory: Territory
    figures: TerritoryFigures
    need: Need | None
    stability: Stability | None


@dataclass(frozen=True, kw_only=True)
class NeedTable:
    """The territories of a level; `unplaced` structures say too little to be counted in one."""

    level: Level
    rows: tuple[NeedRow, ...]
    columns: tuple[Column, ...]
    unplaced: int

    @property
    def is_partial(self) -> bool:
        """Whether nothing at all is known of the need side, for any territory."""
        return not any(row.need is not None and row.need.has_need_side for row in self.rows)


def read_need(session: Session, level: Level) -> NeedTable:
    """The whole table, in a constant number of statements."""
    places = territories_at(level)
    supply = read_supply(session, level)
    imported = read_at(session, level)
    figures = [figures_of(place, supply, imported) for place in places]
    needs = need_index(figures)
    stabilities = sensitivity(needs)
    return NeedTable(
        level=level,
        rows=tuple(
            NeedRow(
                territory=place,
                figures=one,
                need=needs[place.code],
                stability=stabilities.get(place.code),
            )
            for place, one in zip(places, figures, strict=True)
        ),
        columns=tuple(column_of(key, figures, imported, supply) for key in LABELS),
        unplaced=supply.unplaced,
    )


def read_at(session: Session, level: Level) -> Figures:
    """The figures imported for the territories of a level, be it under another of their codes."""
    found = read_figures(session)
    return {
        place.code: {
            key: figure
            for code in (*same_extent(place.code), place.code)
            for key, figure in found.get(code, {}).items()
        }
        for place in territories_at(level)
    }


def figures_of(place: Territory, supply: Supply, imported: Figures) -> TerritoryFigures:
    """What is known of a territory: what was imported wins over what is counted here."""
    given = {
        field: number_of(imported.get(place.code, {}).get(key)) for field, key in FACT_KEYS.items()
    }
    live = {
        "population": population_of(place),
        "siae_count": None if supply.is_empty else float(supply.structures.get(place.code, 0)),
        "sectors_present": None if supply.is_empty else float(supply.sectors.get(place.code, 0)),
    }
    values = live | {field: value for field, value in given.items() if value is not None}
    return TerritoryFigures(code=place.code, **values)


@cache
def population_of(place: Territory) -> float | None:
    """The inhabitants of its communes in the region.

    Not the figure that the catalogue has for an EPCI: of another year, and of the whole of one that
    goes beyond the region.
    """
    communes = territories.communes_of(place.code)
    return float(sum(territories.get(code).population for code in communes)) or None


def column_of(
    key: str, figures: Iterable[TerritoryFigures], imported: Figures, supply: Supply
) -> Column:
    """Where a column comes from; several sources are all named."""
    shown = list(figures)
    known = [one.code for one in shown if getattr(one, key) is not None]
    fact_key = FACT_KEYS.get(key, "")
    entered = [
        found
        for code in known
        if (found := imported.get(code, {}).get(fact_key)) is not None
        and number_of(found) is not None
    ]
    sources = dict.fromkeys(figure.source for figure in entered)
    dates = dict.fromkeys(figure.period for figure in entered)
    if len(entered) < len(known):
        source, dated = live_source(key, supply)
        sources[source], dates[dated] = None, None
    return Column(
        key=key,
        label=LABELS[key],
        fact_key=fact_key,
        source=" ; ".join(filter(None, sources)),
        dated=" ; ".join(filter(None, dates)),
        known=len(known),
        imported=len(entered),
    )


def live_source(key: str, supply: Supply) -> tuple[str, str]:
    """The source and date of what the portal counts itself."""
    if key == "population":
        return CATALOGUE, CATALOGUE_DATE
    moment = supply.updated_at
    return DIRECTORY, f"au {say_day(to_paris(moment).date())}" if moment else ""


def need_stamp(session: Session) -> object:
    """A value that changes whenever what the index rests on does."""
    imported = read_figures(session)
    figures = sorted(
        (code, key, str(figure.value))
        for code, found in imported.items()
        for key, figure in found.items()
    )
    return hash((tuple(session.execute(siae_queries.stamp()).one()), tuple(figures)))

"""Who does what: functions × territories, functions × stages, holes included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.territories import Territory
from app.toolkit.actor_directory import Directory, FunctionHolders
from app.toolkit.actor_sheet import ActorFunction
from app.toolkit.actor_words import Letter, Part, Theme
from app.toolkit.stages import Stage


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """Who holds a function in each territory, in the order of the columns."""

    function: ActorFunction
    cells: tuple[tuple[Territory, FunctionHolders], ...]

    @property
    def holes(self) -> int:
        """In how many territories somebody is missing."""
        return sum(holders.is_hole for _, holders in self.cells)


@dataclass(frozen=True, kw_only=True)
class PlaceMatrix:
    """Functions × territories."""

    places: tuple[Territory, ...]
    rows: tuple[PlaceRow, ...]

    @property
    def holes(self) -> tuple[int, ...]:
        """How many functions are missing somebody, column by column."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(sum(holders.is_hole for _, holders in column) for column in columns)


def by_territory(directory: Directory, places: Iterable[Territory]) -> PlaceMatrix:
    """Who holds each function in each of these territories."""
    columns = tuple(places)
    rows = tuple(
        PlaceRow(
            function=function,
            cells=tuple((place, directory.holders(function, place.code)) for place in columns),
        )
        for function in directory.functions
    )
    return PlaceMatrix(places=columns, rows=rows)


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    """How many actors are known for a theme: those of each territory, those of the region."""

    theme: Theme
    cells: tuple[tuple[Territory, int], ...]
    regional: int


def by_theme(directory: Directory, places: Iterable[Territory]) -> tuple[ThemeRow, ...]:
    """Who to ask about a theme, counted; an actor of the whole region is counted apart."""
    columns = tuple(places)
    rows = []
    for theme in Theme:
        about = [actor for actor in directory.actors if theme in actor.themes]
        zoned = [coverage for a in about if (coverage := directory.coverages[a.slug]).zones]
        cells = tuple((place, sum(c.reaches(place.code) for c in zoned)) for place in columns)
        rows.append(ThemeRow(theme=theme, cells=cells, regional=len(about) - len(zoned)))
    return tuple(rows)


@dataclass(frozen=True, kw_only=True)
class StageRow:
    """The part of a function in each stage, None where it is not known to have one."""

    function: ActorFunction
    cells: tuple[tuple[Stage, Part | None], ...]

    @property
    def known(self) -> tuple[tuple[Stage, Part], ...]:
        """The stages in which it has a part."""
        return tuple((stage, part) for stage, part in self.cells if part is not None)


@dataclass(frozen=True, kw_only=True)
class StageMatrix:
    """Functions × stages. `decides` says who decides at each stage; none is the project holder."""

    stages: tuple[Stage, ...]
    rows: tuple[StageRow, ...]
    decides: tuple[tuple[ActorFunction, ...], ...]


def by_stage(functions: Iterable[ActorFunction], stages: Iterable[Stage]) -> StageMatrix:
    """The part of each function in each stage."""
    columns = tuple(stages)
    rows = tuple(
        StageRow(function=f, cells=tuple((stage, f.part_in(stage.slug)) for stage in columns))
        for f in functions
    )
    decides = tuple(
        tuple(row.function for row in rows if is_decided(row.cells[at][1]))
        for at in range(len(columns))
    )
    return StageMatrix(stages=columns, rows=rows, decides=decides)


def is_decided(part: Part | None) -> bool:
    """Whether that part is to decide."""
    return part is not None and part.letter is Letter.DECIDES

"""The committees that answer a question, and who has which in each département."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app import territories
from app.committees.kinds import CommitteeKind, Level, Standing
from app.committees.models import Committee
from app.imports.text import fold
from app.territories import Territory, TerritoryKind

BY_DEPARTMENT = tuple(
    kind
    for kind in CommitteeKind
    if kind.level is not Level.REGION and kind is not CommitteeKind.CDIAE
)


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """The committees in force of a département, kind by kind; none is a hole."""

    place: Territory
    cells: tuple[tuple[CommitteeKind, tuple[Committee, ...]], ...]


def select_committees(
    committees: Iterable[Committee],
    day: date,
    *,
    text: str = "",
    kinds: Collection[CommitteeKind] = (),
    codes: Collection[str] = (),
    state: Standing | None = None,
) -> list[Committee]:
    """Those that have one of the values of each part; an empty part asks for nothing.

    `codes` are territories that the committee covers; every word of `text` must be in its names.
    """
    words = fold(text).split()
    return [
        committee
        for committee in committees
        if (not kinds or committee.what in kinds)
        and (state is None or committee.standing(day) is state)
        and (not codes or any(territories.contains(committee.territory, code) for code in codes))
        and all(word in searched_text(committee) for word in words)
    ]


def searched_text(committee: Committee) -> str:
    """What the words of a filter are looked for in."""
    names = (committee.name, committee.acronym, committee.local_name, committee.what.label)
    return fold("\n".join((*names, *committee.former_names, *committee.missions)))


def group_by_level(committees: Iterable[Committee]) -> list[tuple[Level, list[Committee]]]:
    """The committees level by level, the widest first; a level without any is left out."""
    found = sorted(committees, key=lambda c: (c.territory, list(CommitteeKind).index(c.what)))
    groups = [(level, [c for c in found if c.where is level]) for level in Level]
    return [(level, group) for level, group in groups if group]


def build_rows(committees: Iterable[Committee], day: date) -> tuple[DepartmentRow, ...]:
    """A row per département of the region, a cell per kind of committee of its level or below."""
    standing = [c for c in committees if c.standing(day) is Standing.IN_FORCE]
    departments = sorted(
        (p for p in territories.list_territories(TerritoryKind.DEPARTMENT) if p.in_region),
        key=lambda place: place.code,
    )
    return tuple(
        DepartmentRow(
            place=place,
            cells=tuple(
                (
                    kind,
                    tuple(
                        c
                        for c in standing
                        if c.what is kind and territories.contains(place.code, c.territory)
                    ),
                )
                for kind in BY_DEPARTMENT
            ),
        )
        for place in departments
    )

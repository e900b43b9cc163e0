"""What the pages on need and siting are asked for: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES, read_kind, read_sector
from app.forms.path import SIAE, read_department
from app.matching.kinds import SiaeKind
from app.portraits.need_levels import Level

Pair = tuple[str, str]
NEED_SORTS = (
    "rang", "territoire", "indice", "confiance", "population", "demandeurs-emploi",
    "population-qpv", "postes", "structures", "filieres",
)  # fmt: skip
ASCENDING = frozenset({"rang", "territoire"})  # the others begin with the largest


@dataclass(frozen=True, kw_only=True)
class NeedFilters:
    """The level and the order of the table of territories; `ignored` says what meant nothing."""

    level: Level = Level.DEPARTMENTS
    sort: str = "rang"
    is_descending: bool = False
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The table that an address asks for."""
        given = Arguments(args, ("niveau", "tri", "ordre"))
        level = given.one("niveau", {v.value: v for v in Level}, default=Level.DEPARTMENTS)
        sort = given.one("tri", {name: name for name in NEED_SORTS}, default="rang")
        usual = sort not in ASCENDING
        order = given.one("ordre", {"asc": False, "desc": True}, default=usual)
        return cls(level=level, sort=sort, is_descending=order, ignored=tuple(given.ignored))

    def to_args(self) -> list[Pair]:
        """The parameters that ask for it, without those at their default."""
        pairs = [("niveau", self.level.value)] if self.level is not Level.DEPARTMENTS else []
        if self.sort != "rang":
            pairs.append(("tri", self.sort))
        if self.is_descending != (self.sort not in ASCENDING):
            pairs.append(("ordre", "desc" if self.is_descending else "asc"))
        return pairs


@dataclass(frozen=True, kw_only=True)
class SitingFilters:
    """A sector or a group of them (empty: none chosen yet), a kind, a level, a département."""

    sector: str = ""
    kind: SiaeKind | None = None
    level: Level = Level.GROUPS
    department: str = ""
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """What an address asks for; only the first sector and the first kind count."""
        given = Arguments(args, ("secteur", "type", "niveau", "departement", "page"))
        sectors = given.many("secteur", read_sector)
        kinds = given.many("type", read_siae)
        departments = given.many("departement", lambda raw: read_department(raw) or None)
        level = given.one("niveau", {v.value: v for v in Level}, default=Level.GROUPS)
        extra = [
            f"{name} : un seul choix à la fois"
            for name, values in (("secteur", sectors), ("type", kinds))
            if len(values) > 1
        ]
        return cls(
            sector=next(iter(sectors), ""),
            kind=next(iter(kinds), None),
            level=level,
            department=next(iter(departments), ""),
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=(*given.ignored, *extra),
        )

    def to_args(self) -> list[Pair]:
        """The parameters that ask for it."""
        pairs = [
            ("secteur", self.sector),
            ("type", self.kind.value if self.kind else ""),
            ("niveau", self.level.value if self.level is not Level.GROUPS else ""),
            ("departement", self.department),
        ]
        return [(name, value) for name, value in pairs if value]


def read_siae(raw: str) -> SiaeKind | None:
    """One of the five kinds of SIAE, or None."""
    kind = read_kind(raw)
    return kind if kind in SIAE else None

"""The filters of the lists: from a query string and back, the same names everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from werkzeug.datastructures import MultiDict

from app import sectors, territories
from app.forms.arguments import Arguments
from app.matching.kinds import SiaeKind
from app.siae.queries import SiaeOrder

SIZES = (20, 50, 100)
LIST_NAMES = ("q", "page", "par", "tri", "secteur", "territoire", "rayon", "vue")
MOST_PAGES = 100_000
SMALLEST_RADIUS, LARGEST_RADIUS = 1, 200  # km


class View(StrEnum):
    """How a list is shown."""

    LIST = "liste"
    MAP = "carte"


@dataclass(frozen=True, kw_only=True)
class ListFilters:
    """What every list understands; `ignored` says what it did not."""

    text: str = ""
    sectors: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    radius: float | None = None
    page: int = 1
    size: int = SIZES[0]
    view: View = View.LIST
    ignored: tuple[str, ...] = field(default=(), compare=False)

    def shared_args(self) -> list[tuple[str, str]]:
        """The parameters every list shares, without those at their default."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("secteur", slug) for slug in self.sectors]
        pairs += [("territoire", territories.get(code).slug) for code in self.territories]
        if self.radius is not None:
            pairs.append(("rayon", f"{self.radius:g}"))
        if self.size != SIZES[0]:
            pairs.append(("par", str(self.size)))
        if self.view is not View.LIST:
            pairs.append(("vue", self.view.value))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def at_page(self, page: int) -> Self:
        """The same filters, at another page."""
        return replace(self, page=page)


def read_sector(raw: str) -> str | None:
    """The slug of a sector or of a group, or None."""
    if raw in sectors.groups_by_slug() or sectors.find(raw) is not None:
        return raw
    return None


def read_territory(raw: str) -> str | None:
    """The code of the territory a person named, or None."""
    place = territories.find(raw)
    return place.code if place is not None else None


def read_kind(raw: str) -> SiaeKind | None:
    """The kind of structure, or None."""
    try:
        return SiaeKind(raw.upper())
    except ValueError:
        return None


def read_shared(arguments: Arguments) -> dict[str, object]:
    """The parts every list shares."""
    return {
        "text": arguments.text("q"),
        "sectors": arguments.many("secteur", read_sector),
        "territories": arguments.many("territoire", read_territory),
        "radius": arguments.decimal("rayon", least=SMALLEST_RADIUS, most=LARGEST_RADIUS),
        "page": arguments.integer("page", default=1, least=1, most=MOST_PAGES),
        "size": arguments.one("par", {str(size): size for size in SIZES}, default=SIZES[0]),
        "view": arguments.one("vue", {v.value: v for v in View}, default=View.LIST),
    }


@dataclass(frozen=True, kw_only=True)
class StructureFilters(ListFilters):
    """The filters of the directory and of the map."""

    kinds: tuple[SiaeKind, ...] = ()
    order: SiaeOrder | None = None

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        arguments = Arguments(args, (*LIST_NAMES, "type"))
        shared = read_shared(arguments)
        kinds = arguments.many("type", read_kind)
        order = arguments.one("tri", {o.value: o for o in SiaeOrder}, default=None)
        return cls(**shared, kinds=kinds, order=order, ignored=tuple(arguments.ignored))  # type: ignore[arg-type]

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = self.shared_args() + [("type", kind.value) for kind in self.kinds]
        return pairs + ([("tri", self.order.value)] if self.order else [])

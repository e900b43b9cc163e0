"""The filters of premises: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import LIST_NAMES, ListFilters, read_shared
from app.forms.path import read_choice
from app.premises.kinds import Direction, Use

NAMES = tuple(name for name in LIST_NAMES if name not in {"q", "tri", "vue", "secteur"})
MOST_SURFACE = 1_000_000  # m²


@dataclass(frozen=True, kw_only=True)
class PremisesFilters(ListFilters):
    """The filters of premises; `surface_min` is in m²."""

    direction: Direction | None = None
    uses: tuple[Use, ...] = ()
    surface_min: float | None = None

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, (*NAMES, "sens", "usage", "surface_min"))
        direction = given.one("sens", {d.value: d for d in Direction}, default=None)
        uses = given.many("usage", lambda raw: read_choice(Use, raw))
        surface = given.decimal("surface_min", least=0, most=MOST_SURFACE)
        return cls(
            **read_shared(given),  # type: ignore[arg-type]
            direction=direction,
            uses=uses,
            surface_min=surface,
            ignored=tuple(given.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = [
            *self.shared_args(),
            ("sens", self.direction.value if self.direction else ""),
            *(("usage", use.value) for use in self.uses),
            ("surface_min", "" if self.surface_min is None else f"{self.surface_min:.12g}"),
        ]
        return [(name, value) for name, value in pairs if value]

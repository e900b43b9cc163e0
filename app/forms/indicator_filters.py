"""The filters of the figures: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app import territories
from app.forms.arguments import Arguments
from app.imports.text import fold
from app.matching.kinds import SiaeKind
from app.toolkit.measures import Measure, MeasureTheme

NAMES = ("q", "theme", "type", "territoire")
THEMES = {theme.value: theme for theme in MeasureTheme}
KINDS = {kind.value: kind for kind in SiaeKind}


def read_territory(raw: str) -> str | None:
    """The code of what a person typed."""
    found = territories.find(raw)
    return found.code if found else None


@dataclass(frozen=True, kw_only=True)
class IndicatorFilters:
    """Words, themes, kinds and territories; an empty part asks for nothing.

    `ignored` says what was not understood.
    """

    text: str = ""
    themes: tuple[MeasureTheme, ...] = ()
    kinds: tuple[SiaeKind, ...] = ()
    territories: tuple[str, ...] = ()
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        arguments = Arguments(args, NAMES)
        return cls(
            text=arguments.text("q"),
            themes=arguments.many("theme", THEMES.get),
            kinds=arguments.many("type", lambda raw: KINDS.get(raw.upper())),
            territories=arguments.many("territoire", read_territory),
            ignored=tuple(arguments.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("theme", theme.value) for theme in self.themes]
        pairs += [("type", kind.value) for kind in self.kinds]
        return pairs + [("territoire", code) for code in self.territories]

    @property
    def narrows_rows(self) -> bool:
        """Whether some figures of a measure may be left out."""
        return bool(self.kinds or self.territories)

    def keeps(self, measure: Measure) -> bool:
        """Whether a measure is of a theme asked for and has all the words."""
        said = fold(f"{measure.label} {measure.definition} {measure.caution}")
        words = fold(self.text).split()
        return (not self.themes or measure.theme in self.themes) and all(w in said for w in words)

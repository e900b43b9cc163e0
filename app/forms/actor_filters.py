"""The filters of the directory of actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES, SIZES, ListFilters, read_territory
from app.stakeholders.listing import ActorOrder
from app.toolkit.actor_words import Theme
from app.toolkit.actors import load_functions
from app.toolkit.stages import load_stages

NAMES = ("q", "page", "par", "tri", "territoire", "fonction", "etape", "theme")


def read_function(raw: str) -> str | None:
    """The slug of a function, or None."""
    return raw if raw in {function.slug for function in load_functions()} else None


def read_stage(raw: str) -> str | None:
    """The slug of a stage, or None."""
    return raw if raw in {stage.slug for stage in load_stages()} else None


def read_theme(raw: str) -> Theme | None:
    """A theme, or None."""
    return next((theme for theme in Theme if theme.value == raw), None)


@dataclass(frozen=True, kw_only=True)
class ActorFilters(ListFilters):
    """What the list of actors understands."""

    functions: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    order: ActorOrder | None = None

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        arguments = Arguments(args, NAMES)
        return cls(
            text=arguments.text("q"),
            territories=arguments.many("territoire", read_territory),
            page=arguments.integer("page", default=1, least=1, most=MOST_PAGES),
            size=arguments.one("par", {str(size): size for size in SIZES}, default=SIZES[0]),
            functions=arguments.many("fonction", read_function),
            stages=arguments.many("etape", read_stage),
            themes=arguments.many("theme", read_theme),
            order=arguments.one("tri", {order.value: order for order in ActorOrder}, default=None),
            ignored=tuple(arguments.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = self.shared_args() + [("fonction", slug) for slug in self.functions]
        pairs += [("etape", slug) for slug in self.stages]
        pairs += [("theme", theme.value) for theme in self.themes]
        return pairs + ([("tri", self.order.value)] if self.order else [])

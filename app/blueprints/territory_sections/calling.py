"""Who to call here, function by function, holes included."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.toolkit.actor_directory import FunctionHolders


@dataclass(frozen=True, kw_only=True)
class CallingView:
    """The functions and who holds them; `territory` is its code, empty for the region."""

    holders: tuple[FunctionHolders, ...]
    territory: str


def read(reading: Reading) -> CallingView:
    """The view of who to call."""
    return CallingView(
        holders=reading.portrait.callers,
        territory="" if reading.portrait.is_region else reading.territory.code,
    )


SECTION = Section(
    key="appeler",
    title="Qui appeler",
    template="territories/sections/appeler.html",
    read=read,
    empty="Personne de connu ici",
    in_short=True,
)

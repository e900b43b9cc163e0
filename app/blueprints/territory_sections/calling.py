"""Who to call here, function by function, holes included."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.callers import find_holders
from app.toolkit.actors import FunctionHolders


@dataclass(frozen=True, kw_only=True)
class CallingView:
    """The functions and who holds them; `department` is its code, empty across several."""

    holders: tuple[FunctionHolders, ...]
    department: str


def read(reading: Reading) -> CallingView:
    """The view of who to call."""
    return CallingView(
        holders=find_holders(reading.territory),
        department=reading.territory.department or "",
    )


SECTION = Section(
    key="appeler",
    title="Qui appeler",
    template="territories/sections/appeler.html",
    read=read,
    empty="Personne de connu ici",
    in_short=True,
)

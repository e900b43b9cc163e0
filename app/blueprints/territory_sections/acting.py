"""What a local authority of the territory can do, each with its article, its guide, its sources."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.levers import Lever, load_levers


@dataclass(frozen=True, kw_only=True)
class ActingView:
    """The levers, and where they are printed."""

    levers: tuple[Lever, ...]
    sheet: str


def read(reading: Reading) -> ActingView:
    """The view of the levers."""
    path = f"/territoires/{reading.territory.code}/fiche.pdf"
    return ActingView(levers=load_levers(), sheet=path)


SECTION = Section(
    key="agir",
    title="Ce qu’une collectivité peut faire",
    template="territories/sections/agir.html",
    read=read,
    empty="Aucun levier connu",
)

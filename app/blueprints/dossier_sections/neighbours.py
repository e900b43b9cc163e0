"""The structures to meet: the same work near by, with whom to compare, or to do together."""

from __future__ import annotations

from dataclasses import dataclass

from app import sectors
from app.blueprints.dossier_sections.section import Reading, Section
from app.clock import NBSP
from app.dossiers import meeting
from app.dossiers.meeting import Encounter
from app.extensions import db


@dataclass(frozen=True, kw_only=True)
class NeighboursView:
    """The structures to meet, each with the reason; `more` leads to all those near."""

    encounters: tuple[Encounter, ...]
    place: str
    radius: int
    more: str


def read(reading: Reading) -> NeighboursView | None:
    """The view of the structures to meet; None until the place and a sector are said."""
    sheet = reading.sheet
    place = sheet.place
    if place is None or not any(sectors.find(slug) for slug in sheet.sectors):
        return None
    query = "&".join((f"territoire={place.code}", f"rayon={sheet.radius_km}"))
    return NeighboursView(
        encounters=meeting.find_encounters(db.session(), sheet, place),
        place=place.name,
        radius=sheet.radius_km,
        more=f"/structures?{query}",
    )


SECTION = Section(
    key="structures",
    title="Structures à rencontrer",
    template="dossiers/sections/structures.html",
    read=read,
    empty=f"Dites où est le projet et sa filière{NBSP}: les structures à rencontrer, et pourquoi, "
    "viendront ici.",
)

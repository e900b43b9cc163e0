"""What the studies of needs and of market share: their place, their neighbours, their files."""

from __future__ import annotations

from typing import Protocol, TypeVar
from urllib.parse import urlencode

from app import territories
from app.blueprints.toolkit.tool import Export
from app.clock import NBSP
from app.exports.docx import MIMETYPE as DOCX
from app.exports.xlsx import MIMETYPE as XLSX
from app.projects.neighbourhood import Neighbourhood
from app.toolkit.worksheets.study import Part, Study, write_study_document, write_study_workbook

# app/territories/data/LICENCE.md
POPULATION_SOURCE = "Découpage administratif d’Etalab, d’après l’INSEE, millésime 2026"
PORTAL_SOURCE = "Annuaire et marchés du portail, au jour de l’édition"


class HasStudy(Protocol):
    """The view of a study."""

    @property
    def study(self) -> Study:
        """The study itself."""


View = TypeVar("View", bound=HasStudy)


def study_exports(label: str, _view: type[View]) -> tuple[Export[View], ...]:
    """The files of a study."""
    return (
        Export(
            key="xlsx",
            label=f"{label} (XLSX)",
            mimetype=XLSX,
            write=lambda view: write_study_workbook(view.study),
        ),
        Export(
            key="docx",
            label=f"{label} (DOCX)",
            mimetype=DOCX,
            write=lambda view: write_study_document(view.study),
        ),
    )


def neighbour_part(found: Neighbourhood) -> Part:
    """The structures near, as a table."""
    rows = tuple(
        (
            item.name + (" (démonstration)" if item.is_demo else ""),
            item.kind,
            item.sectors,
            item.city,
            "" if item.distance is None else f"{item.distance:.1f}".replace(".", ","),
            item.places,
        )
        for item in found.neighbours
    )
    notes = [f"Source{NBSP}: {PORTAL_SOURCE}. Places et files d’attente{NBSP}: à demander."]
    if found.neighbour_count > len(rows):
        notes.insert(0, f"Les {len(rows)} plus proches sur {found.neighbour_count}.")
    return Part(
        title="Structures proches",
        header=("Structure", "Type", "Filières", "Commune", "Distance (km)", "Places déclarées"),
        rows=rows,
        notes=tuple(notes),
    )


def say_area(found: Neighbourhood) -> str:
    """« à moins de 10 km de Bondy », « dans le territoire : Plaine Commune »."""
    if found.is_disc:
        return f"à moins de {found.radius_km}{NBSP}km de {found.place.name}"
    return f"{territories.say_where(found.place)}"


def directory_link(found: Neighbourhood, sectors: tuple[str, ...]) -> str:
    """The whole list, with the same filters."""
    pairs = [("territoire", found.place.slug), *(("secteur", slug) for slug in sectors)]
    if found.is_disc:
        pairs.append(("rayon", str(found.radius_km)))
    return f"/structures?{urlencode(pairs)}"

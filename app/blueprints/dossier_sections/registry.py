"""The parts of the page of a project, in order; a new one is its module and one line here."""

from __future__ import annotations

from app.blueprints.dossier_sections import (
    actors,
    decisions,
    documents,
    financing,
    gaps,
    neighbours,
    proximities,
    sharing,
    toolbox,
    visibility,
)
from app.blueprints.dossier_sections.section import Section

SECTIONS: tuple[Section, ...] = (
    toolbox.SECTION,
    financing.SECTION,
    actors.SECTION,
    neighbours.SECTION,
    proximities.SECTION,
    gaps.SECTION,
    documents.SECTION,
    decisions.SECTION,
    visibility.SECTION,
    sharing.SECTION,
)

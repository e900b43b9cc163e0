"""The parts of the sheet of a territory, in order; a new one is its module and one line here."""

from __future__ import annotations

from app.blueprints.territory_sections import (
    acting,
    agenda,
    calling,
    committees,
    comparison,
    experiments,
    figures,
    funding,
    markets,
    nearby,
    parts,
    structures,
)
from app.blueprints.territory_sections.section import Section

SECTIONS: tuple[Section, ...] = (
    structures.SECTION,
    nearby.SECTION,
    markets.SECTION,
    comparison.SECTION,
    figures.SECTION,
    parts.SECTION,
    acting.SECTION,
    calling.SECTION,
    committees.SECTION,
    funding.SECTION,
    experiments.SECTION,
    agenda.SECTION,
)

"""The experiments that take place here, as far as anybody knows."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.experiments.files import load_experiments
from app.experiments.records import Experiment, Place


@dataclass(frozen=True, kw_only=True)
class ExperimentsView:
    """Each experiment, with the place by which it concerns the territory."""

    rows: tuple[tuple[Experiment, Place], ...]


def read(reading: Reading) -> ExperimentsView | None:
    """The experiments with a place in the territory, or around it."""
    code = reading.territory.code
    rows = tuple(
        (experiment, place)
        for experiment in load_experiments()
        if (place := next((p for p in experiment.places if p.meets(code)), None)) is not None
    )
    return ExperimentsView(rows=rows) if rows else None


SECTION = Section(
    key="experimentations",
    title="Expérimentations",
    template="territories/sections/experimentations.html",
    read=read,
    empty="Aucune expérimentation connue ici",
)

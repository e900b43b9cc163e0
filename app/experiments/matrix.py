"""Which experiments answer which need of whom; what none answers is shown too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.experiments.kinds import Need, Public
from app.experiments.records import Experiment

NONE_KNOWN = "aucune expérimentation connue"
CSV_COLUMNS = ("Public", "Besoin", "Expérimentations")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The experiments for one need of one public; none is a hole."""

    need: Need
    experiments: tuple[Experiment, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Everything for one public."""

    public: Public
    cells: tuple[Cell, ...]

    @property
    def answered(self) -> tuple[Cell, ...]:
        """The needs that an experiment answers."""
        return tuple(cell for cell in self.cells if cell.experiments)

    @property
    def holes(self) -> tuple[Need, ...]:
        """The needs that none answers."""
        return tuple(cell.need for cell in self.cells if not cell.experiments)


def build_matrix(experiments: Iterable[Experiment]) -> tuple[Row, ...]:
    """A row per public, a cell per need."""
    found = tuple(experiments)
    return tuple(
        Row(public=public, cells=tuple(cell_of(found, public, need) for need in Need))
        for public in Public
    )


def cell_of(experiments: Iterable[Experiment], public: Public, need: Need) -> Cell:
    """The experiments for that need of that public."""
    return Cell(
        need=need,
        experiments=tuple(e for e in experiments if public in e.publics and need in e.needs),
    )


def csv_rows(matrix: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """The matrix as a table of three columns, holes included."""
    for row in matrix:
        for cell in row.cells:
            names = ", ".join(map(name_of, cell.experiments))
            yield row.public.label, cell.need.label, names or NONE_KNOWN


def name_of(experiment: Experiment) -> str:
    """Its name, and that it is over where it is."""
    state = experiment.status.state
    return f"{experiment.name} ({state.label.lower()})" if state.is_over else experiment.name

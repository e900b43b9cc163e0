from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest

from app import territories
from app.portraits.need import CATALOGUE, DIRECTORY, column_of, figures_of
from app.portraits.need_figures import number_of
from app.portraits.need_supply import Supply

PLACE = territories.get("93")


@dataclass(frozen=True, kw_only=True)
class Entered:
    value: object
    source: str = "Une institution"
    period: str = "2025"


def supply(now: datetime, **changes: object) -> Supply:
    values: dict[str, object] = {
        "structures": {"93": 12},
        "sectors": {"93": 7},
        "unplaced": 0,
        "updated_at": now,
        "is_empty": False,
    }
    return Supply(**(values | changes))  # type: ignore[arg-type]


def test_what_was_imported_wins_over_what_is_counted(now: datetime) -> None:
    imported = {
        "93": {
            "population": Entered(value=Decimal(1_700_000)),
            "demandeurs-emploi": Entered(value=150_000),
            "filieres-presentes": Entered(value=20.0),
        }
    }
    figures = figures_of(PLACE, supply(now), imported)
    assert figures.population == 1_700_000
    assert figures.job_seekers == 150_000
    assert figures.sectors_present == 20
    assert figures.siae_count == 12
    assert figures.siae_posts is None


def test_without_imports_the_portal_counts_and_says_where_it_counts(now: datetime) -> None:
    figures = [figures_of(PLACE, supply(now), {})]
    assert figures[0].population == PLACE.population
    assert figures[0].sectors_present == 7
    population = column_of("population", figures, {}, supply(now))
    seekers = column_of("job_seekers", figures, {}, supply(now))
    structures = column_of("siae_count", figures, {}, supply(now))
    assert (population.source, population.imported) == (CATALOGUE, 0)
    assert (seekers.source, seekers.known, seekers.dated) == ("", 0, "")
    assert structures.source == DIRECTORY
    assert structures.dated == "au 23\u00a0novembre\u00a02026"
    assert structures.fact_key == ""


def test_a_column_names_every_source_it_mixes(now: datetime) -> None:
    other = territories.get("75")
    imported = {"93": {"population": Entered(value=5)}}
    figures = [figures_of(place, supply(now), imported) for place in (PLACE, other)]
    column = column_of("population", figures, imported, supply(now))
    assert column.source == f"Une institution ; {CATALOGUE}"
    assert (column.known, column.imported) == (2, 1)


def test_the_people_of_an_epci_are_those_of_its_communes_in_the_region(now: datetime) -> None:
    houdanais = territories.get("247800550")
    figures = figures_of(houdanais, supply(now), {})
    assert figures.population is not None
    assert figures.population < houdanais.population


def test_an_empty_directory_is_unknown_not_zero(now: datetime) -> None:
    figures = figures_of(PLACE, supply(now, is_empty=True), {})
    assert figures.siae_count is None
    assert figures.sectors_present is None


@pytest.mark.parametrize("value", [-1, "abc", None, float("nan"), float("inf")])
def test_a_figure_that_counts_nothing_is_absent(value: object) -> None:
    assert number_of(Entered(value=value)) is None

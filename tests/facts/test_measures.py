"""The figures written in the project: whole, sourced, and true to the strategy's requirements."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import InvalidError
from app.toolkit.measures import Measure, load_measures

MEASURES = list(load_measures().values())
# The requirements of the strategy that are a figure or an objective.
REQUIREMENTS = [
    "R1",
    "R2",
    "R7",
    "R8",
    "R17",
    "R18",
    "R20",
    "R21",
    "R24",
    "R25",
    "R26",
    "R29",
    "R30",
    "R31",
    "R32",
    "R35",
    "R36",
    "R37",
    "R42",
    "R54",
    "R62",
    "R65",
    "R119",
    "R130",
    "R148",
    "R149",
    "R150",
    "R151",
    "R152",
    "R196",
    "R197",
]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_says_what_it_counts_and_each_figure_has_a_source(measure: Measure) -> None:
    assert len(measure.definition) > 20
    for fact in measure.facts:
        assert fact.cited
        assert fact.value is not None or fact.words


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_no_figure_of_the_strategy_is_forgotten(requirement: str) -> None:
    assert any(requirement in measure.requirements for measure in MEASURES)


def test_what_the_source_contradicts_is_shown_on_both_sides_and_never_reconciled() -> None:
    pairs = {m.key: m.contradicts for m in MEASURES if m.contradicts}
    assert len(pairs) >= 4
    assert all(pairs[other] == key for key, other in pairs.items())
    assert all(load_measures()[key].caution for key in pairs)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ("[{period: '2020', dated: 2020-12-31, value: 1}]", "source"),
        ("[{period: '2020', dated: 2020-12-31, sources: [strategie-2021]}]", "ni valeur"),
        (
            "[{period: '2020', dated: 2020-12-31, value: 1, territory: '999',"
            " sources: [strategie-2021]}]",
            "territoire",
        ),
        (
            "[{period: '20', dated: 2020-12-31, value: 1, sector: x, sources: [strategie-2021]}]",
            "filière",
        ),
        ("[{period: '2020', dated: hier, value: 1, sources: [strategie-2021]}]", "date"),
        ("[{period: '2020', dated: 2020-12-31, value: 1, sources: [inconnue]}]", "inconnue"),
    ],
)
def test_a_figure_that_cannot_be_shown_is_named(tmp_path: Path, facts: str, reason: str) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(
        "measures:\n  - {key: a, label: A, theme: structures, unit: structures, "
        f"definition: B, facts: {facts}}}\n"
    )
    with pytest.raises(InvalidError, match=reason):
        load_measures(path)

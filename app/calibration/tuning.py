"""Weights tuned on one half of the labelled questions, and what they are worth on the other.

It proposes: the weights of the portal stand in `app/matching/weights.py`, and only people change
them, where the gain on the other half is clear.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.calibration.judging import rank_questions
from app.calibration.reading import LabelledPairs
from app.calibration.search import Bounds, Points, find_best
from app.clock import NBSP
from app.errors import InvalidError
from app.matching.evaluation import Figures, Half, Ranking, measure, score_order
from app.matching.grids import Grid

# The pairs say little of what is seldom known, and nothing of another sector: those who work in one
# of the sectors are all that is ranked, so that the search alone would do without that part.
PRUDENT = Bounds(least=5, keeps_lead=True)
FREE = Bounds(least=5, keeps_lead=False)
SEED, STARTS = 1, 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One half, by the grid as it is and by the tuned one.

    `better` and `worse` count the questions whose order gains or loses.
    """

    half: Half
    before: Figures
    after: Figures
    better: int
    worse: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tuning:
    """The points found for a grid, and what they give on each half; the other half judges."""

    grid: Grid
    tuned: Grid
    halves: tuple[Comparison, ...]


def tune(
    pairs: LabelledPairs,
    grid: Grid,
    bounds: Bounds = PRUDENT,
    *,
    seed: int = SEED,
    starts: int = STARTS,
) -> Tuning:
    """The points that order best the questions of the tuning half (nDCG@10).

    InvalidError where a half has no question of that grid with a useful answer.
    """
    halves = (Half.TUNING, Half.HELD_OUT)
    for half in halves:
        if not score_orders(rank_by(pairs, half, grid)):
            raise InvalidError(
                f"Grille « {grid.key} »{NBSP}: pas de paire utile dans la {half.label}."
            )

    def worth(points: Points) -> float:
        return mean_order(rank_by(pairs, Half.TUNING, give(grid, points)))

    start = tuple(round(grid.points[criterion.key]) for criterion in grid.criteria)
    tuned = give(grid, find_best(start, worth, bounds, seed=seed, starts=starts))
    return Tuning(
        grid=grid, tuned=tuned, halves=tuple(compare(pairs, half, grid, tuned) for half in halves)
    )


def give(grid: Grid, points: Points) -> Grid:
    """The grid with these points, in the order of its parts."""
    keys = (criterion.key for criterion in grid.criteria)
    return replace(grid, points=dict(zip(keys, points, strict=True)))


def rank_by(pairs: LabelledPairs, half: Half, grid: Grid) -> list[Ranking]:
    """The rankings of the questions of that grid in that half."""
    return rank_questions(pairs, half, {grid.key: grid}, only=grid.key)


def score_orders(rankings: Iterable[Ranking]) -> dict[str, float]:
    """The nDCG@10 of each question that has a useful answer."""
    return {r.question: score_order(r) for r in rankings if any(r.grades.values())}


def mean_order(rankings: Iterable[Ranking]) -> float:
    """Their mean; one question is useful at least."""
    orders = score_orders(rankings).values()
    return sum(orders) / len(orders)


def compare(pairs: LabelledPairs, half: Half, grid: Grid, tuned: Grid) -> Comparison:
    """One half by both grids."""
    before, after = rank_by(pairs, half, grid), rank_by(pairs, half, tuned)
    old, new = score_orders(before), score_orders(after)
    changes = [round(new[question] - old[question], 9) for question in old]
    return Comparison(
        half=half,
        before=measure(before),
        after=measure(after),
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
    )

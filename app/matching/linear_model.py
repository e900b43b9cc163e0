"""A linear program with whole numbers, written row by row and solved by HiGHS."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Terms = Mapping[int, float]
"""Coefficients by column."""

MOST_NODES = 20_000  # of the search tree: a bound that gives the same answer on every machine
SLACK = 1e-3  # what an optimum already found may lose to rounding


class LinearModel:
    """Columns between zero and a bound, rows between two bounds."""

    def __init__(self) -> None:
        self._upper: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[Terms, float, float]] = []

    def add_columns(self, count: int, *, most: float = 1.0, is_whole: bool = False) -> range:
        """That many new columns, by their numbers."""
        first = len(self._upper)
        self._upper += [most] * count
        self._whole += [int(is_whole)] * count
        return range(first, first + count)

    def add_row(self, terms: Terms, *, least: float = -math.inf, most: float = math.inf) -> None:
        """Keep a sum of columns between two bounds."""
        self._rows.append((terms, least, most))

    def pin(self, terms: Terms, value: float) -> None:
        """Keep a sum at the least that was found for it, rounding aside."""
        self.add_row(terms, most=value + SLACK)

    def minimise(self, terms: Terms, gap: float = 0.0) -> NDArray[np.float64] | None:
        """The columns where that sum is the least; None where no values keep all rows.

        `gap` is the share of the sum by which another answer may prove better, in [0, 1].
        """
        # A third of a second to import: only who asks for groups pays it.
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
        from scipy.sparse import coo_array  # noqa: PLC0415

        costs = np.zeros(len(self._upper))
        for column, cost in terms.items():
            costs[column] = cost
        entries = [
            (at, column, value)
            for at, (row, _, _) in enumerate(self._rows)
            for column, value in row.items()
        ]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        matrix = coo_array((values, (rows, columns)), shape=(len(self._rows), len(self._upper)))
        found = milp(
            costs,
            integrality=np.array(self._whole),
            bounds=Bounds(0.0, np.array(self._upper)),
            constraints=LinearConstraint(
                matrix.tocsc(), [low for _, low, _ in self._rows], [high for *_, high in self._rows]
            ),
            options={"mip_rel_gap": gap, "node_limit": MOST_NODES},
        )
        solution: NDArray[np.float64] | None = found.x
        return solution

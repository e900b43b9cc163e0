"""One territory against all of those compared: the ratio everything here rests on.

A ratio to the whole was preferred to a rank: a rank moves with the list of territories, makes two
neighbours that hardly differ look far apart, and hides by how much one stands out. The share
`r / (1 + r)` of a ratio `r` lies in [0, 1], is one half where the territory is like the whole,
needs no largest value to be scaled by, and lets no single extreme crush the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Pair = tuple[float | None, float | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """The sums, over the territories where both are known, of what is counted and of the base."""

    counted: float
    base: float

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Whole:
        """The whole of these (counted, base) pairs; a pair with an unknown is left out."""
        known = [(c, b) for c, b in pairs if c is not None and b is not None]
        return cls(counted=math.fsum(c for c, _ in known), base=math.fsum(b for _, b in known))

    @property
    def rate(self) -> float | None:
        """The counted for one of the base; None without any base."""
        return self.counted / self.base if self.base > 0 else None


def compare(counted: float, base: float, whole: Whole) -> float:
    """How many times the rate of the whole a territory has, in [0, ∞].

    Nothing counted anywhere sets nobody apart: 1. A base of zero is what a vanishing one tends to,
    so that one more never turns the comparison round.
    """
    if whole.counted <= 0:
        return 1.0
    if counted <= 0:
        return 0.0
    if base > 0:
        return (counted / whole.counted) * (whole.base / base)
    return math.inf if whole.base > 0 else counted / whole.counted


def much(ratio: float) -> float:
    """1 for far more than the whole, one half for the same, 0 for nothing."""
    return 1.0 if math.isinf(ratio) else ratio / (1 + ratio)


def little(ratio: float) -> float:
    """1 for nothing, one half for the same as the whole, 0 for far more."""
    return 0.0 if math.isinf(ratio) else 1 / (1 + ratio)

"""What the weights do to the index: every weight moved, every part left out, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.siting.need import NEED_WEIGHTS, Need, rank, weigh

CHANGE = 0.5  # a weight is moved by half, up and down


@dataclass(frozen=True, kw_only=True, slots=True)
class Stability:
    """How far a territory moves: its rank and score, their extremes, whether its class holds.

    `ties` is how many others share its rank.
    """

    code: str
    rank: int
    ties: int
    best_rank: int
    worst_rank: int
    least_score: float
    most_score: float
    is_class_stable: bool

    @property
    def sentence(self) -> str:
        """« rang 2, entre 1 et 4 selon les poids »."""
        shared = " ex æquo" if self.ties else ""
        if self.best_rank == self.worst_rank:
            return f"rang {self.rank}{shared}, quels que soient les poids"
        return (
            f"rang {self.rank}{shared}, entre {self.best_rank} et {self.worst_rank} selon les poids"
        )


def scenarios() -> Iterator[dict[str, float]]:
    """Weights by key: as they are, then each one halved, raised by half, and left out in turn."""
    usual = {weight.key: weight.points / 100 for weight in NEED_WEIGHTS}
    yield usual
    for key, points in usual.items():
        for factor in (1 - CHANGE, 1 + CHANGE, 0.0):
            yield usual | {key: points * factor}


def sensitivity(needs: Mapping[str, Need | None]) -> dict[str, Stability]:
    """The stability of each territory that has an index, by code.

    A scenario that leaves out the only part known of a territory says nothing of it.
    """
    known = {code: need for code, need in needs.items() if need is not None}
    ranks: dict[str, list[int]] = {code: [] for code in known}
    scores: dict[str, list[float]] = {code: [] for code in known}
    classes: dict[str, set[int]] = {code: set() for code in known}
    for weights in scenarios():
        tried = {code: weigh(code, need.parts, weights) for code, need in known.items()}
        again = [need for need in tried.values() if need is not None]
        places = rank((need.code, need.score) for need in again)
        for need in again:
            ranks[need.code].append(places[need.code])
            scores[need.code].append(need.score)
            classes[need.code].add(need.need_class.number)
    usual = [found[0] for found in ranks.values()]
    return {
        code: Stability(
            code=code,
            rank=ranks[code][0],
            ties=usual.count(ranks[code][0]) - 1,
            best_rank=min(ranks[code]),
            worst_rank=max(ranks[code]),
            least_score=min(scores[code]),
            most_score=max(scores[code]),
            is_class_stable=len(classes[code]) == 1,
        )
        for code in known
    }

"""Which whole points, adding up to the same total, do best: a search from several starts.

It knows nothing of what points are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, permutations
from operator import ge
from random import Random

Points = tuple[int, ...]
Fitness = tuple[float, int]
STEPS = (8, 4, 2, 1)  # points given by one part to another, the bold moves first
MOST_DRAWS = 1_000  # starts drawn to find some within the bounds


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """Where points may go: each part keeps `least`, or what it starts with where that is less.

    With `keeps_lead`, the part that starts with most is never outweighed.
    """

    least: int
    keeps_lead: bool

    def floor(self, start: Points) -> Points:
        """What each part keeps."""
        return tuple(min(self.least, points) for points in start)

    def holds(self, points: Points, start: Points) -> bool:
        """Whether these points stay within."""
        lead = start.index(max(start))
        is_led = not self.keeps_lead or points[lead] == max(points)
        return is_led and all(map(ge, points, self.floor(start)))


def find_best(
    start: Points, worth: Callable[[Points], float], bounds: Bounds, *, seed: int, starts: int
) -> Points:
    """The points worth most that were found, from that start and from others drawn by the seed.

    Of points worth the same, the nearest to the start: what changes nothing is left alone. The
    same seed gives the same answer.
    """

    @cache
    def fitness(points: Points) -> Fitness:
        return round(worth(points), 9), -sum(abs(a - b) for a, b in zip(points, start, strict=True))

    def is_allowed(points: Points) -> bool:
        return bounds.holds(points, start)

    chance = Random(seed)  # noqa: S311 – a search to do again, not a secret
    floor, total = bounds.floor(start), sum(start)
    drawn = filter(is_allowed, (draw_points(floor, total, chance) for _ in range(MOST_DRAWS)))
    begins = [start, *islice(drawn, starts - 1)]
    found = (climb(begin, fitness, is_allowed) for begin in begins)
    return max(found, key=lambda points: (fitness(points), points))


def climb(
    points: Points, fitness: Callable[[Points], Fitness], is_allowed: Callable[[Points], bool]
) -> Points:
    """Take every move that betters, with smaller and smaller steps, until none does."""
    for step in STEPS:
        while better := next(
            (
                moved
                for moved in list_moves(points, step)
                if is_allowed(moved) and fitness(moved) > fitness(points)
            ),
            None,
        ):
            points = better
    return points


def list_moves(points: Points, step: int) -> Iterator[Points]:
    """The same points with a step given by one part to another."""
    for giver, taker in permutations(range(len(points)), 2):
        moved = list(points)
        moved[giver] -= step
        moved[taker] += step
        yield tuple(moved)


def draw_points(floor: Points, total: int, chance: Random) -> Points:
    """Points drawn at random above the floor, adding up to the total."""
    left = total - sum(floor)
    cuts = sorted(chance.randint(0, left) for _ in range(len(floor) - 1))
    shares = (b - a for a, b in zip([0, *cuts], [*cuts, left], strict=True))
    return tuple(least + share for least, share in zip(floor, shares, strict=True))

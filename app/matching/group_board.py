"""The candidates to a group and what it has to cover: numbers, read by the search and its score."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.matching.coverage import EXACT, Cover, Offer, Unit
from app.matching.relaxing import Relaxation

MOST_CANDIDATES = 500
STEP = 0.1  # a unit is covered by so much at a time
LEVELS = round(1 / STEP)
Given = frozenset[Relaxation]
NOTHING: Given = frozenset()


@dataclass(frozen=True, kw_only=True)
class Board:
    """The candidates in the order of their keys, what is to be covered, and the volume asked for.

    `needed` is in full-time equivalents, None where unknown. `given` is what is given up: a cover
    that asks for more counts for nothing.
    """

    offers: tuple[Offer, ...]
    units: tuple[Unit, ...]
    needed: float | None
    given: Given = field(default=NOTHING)

    @cached_property
    def values(self) -> tuple[dict[int, float], ...]:
        """How well each candidate covers the units that it covers, in (0, 1]."""
        return tuple(cover_values(offer.covers, self.given) for offer in self.offers)

    @cached_property
    def levels(self) -> dict[frozenset[int], float]:
        """The steps of coverage: who reaches each, and what it is worth; worths add up to 1.

        Units that the same candidates cover alike are one step: a consultation in many lots is no
        larger than its sectors and places.
        """
        found: dict[frozenset[int], float] = {}
        for reached, steps, weight in self._steps():
            found[reached] = found.get(reached, 0.0) + weight * steps * STEP
        return found

    def _steps(self) -> Iterator[tuple[frozenset[int], int, float]]:
        """Who reaches each height of each unit, how many steps it counts for, the unit's weight."""
        columns: dict[tuple[tuple[int, int], ...], float] = {}
        for at, unit in enumerate(self.units):
            column = tuple(
                (who, height_of(mine[at])) for who, mine in enumerate(self.values) if at in mine
            )
            columns[column] = columns.get(column, 0.0) + unit.weight
        for column, weight in columns.items():
            below = 0
            for height in sorted({height for _, height in column}):
                reached = frozenset(who for who, own in column if own >= height)
                yield reached, height - below, weight
                below = height

    @cached_property
    def required(self) -> dict[frozenset[int], float]:
        """Who covers what has to be covered, and the weight of it; nobody, perhaps."""
        found: dict[frozenset[int], float] = {}
        for at, unit in enumerate(self.units):
            who = frozenset(i for i, mine in enumerate(self.values) if at in mine)
            found[who] = found.get(who, 0.0) + unit.weight
        return found

    @cached_property
    def in_sector(self) -> dict[str, frozenset[int]]:
        """Who works in each of the sectors asked for."""
        slugs = dict.fromkeys(unit.sector.slug for unit in self.units)
        return {
            slug: frozenset(
                who
                for who, offer in enumerate(self.offers)
                if any(activity.sector == slug for activity in offer.profile.activities)
            )
            for slug in slugs
        }

    @cached_property
    def enough_alone(self) -> frozenset[int]:
        """Who covers everything alone, as far as is known: it would need nobody."""
        return frozenset(
            who
            for who, mine in enumerate(self.values)
            if len(mine) == len(self.units) and self.is_large(self.offers[who].capacity)
        )

    @cached_property
    def enough_alone_plainly(self) -> frozenset[int]:
        """The same, giving up nothing."""
        return replace(self, given=NOTHING).enough_alone

    def is_large(self, capacity: float | None) -> bool:
        """Whether a capacity is all that is asked for; nothing asked for is little."""
        return self.needed is None or (capacity is not None and capacity >= self.needed)

    def coverage(self, group: Collection[int]) -> float:
        """The share of the units that they cover together, in steps, in [0, 1]."""
        members = set(group)
        return min(1.0, sum(worth for reached, worth in self.levels.items() if reached & members))

    def best(self, group: Collection[int]) -> tuple[float, ...]:
        """How well each unit is covered by the best of them, zero for nobody, without steps."""
        return tuple(
            max(self.values[who].get(at, 0.0) for who in group) for at in range(len(self.units))
        )


def cover_values(covers: Sequence[Cover], given: Given) -> dict[int, float]:
    """The best value of each unit covered, giving up that much."""
    found: dict[int, float] = {}
    for cover in covers:
        if cover.asks <= given:
            found[cover.unit] = max(cover.value, found.get(cover.unit, 0.0))
    return found


def height_of(value: float) -> int:
    """A value in steps, at least one."""
    return max(1, round(value * LEVELS))


def choose_candidates(offers: Sequence[Offer], units: Sequence[Unit]) -> tuple[Offer, ...]:
    """At most 500 of them: those that cover most, then the best of each unit in turn."""
    useful = [offer for offer in offers if offer.covers]
    if len(useful) > MOST_CANDIDATES:
        useful.sort(key=lambda offer: merit(offer, units))
        useful = take_turns(useful, units)
    return tuple(sorted(useful, key=lambda offer: offer.profile.key))


def merit(offer: Offer, units: Sequence[Unit]) -> tuple[float, int, float, float, int]:
    """The sort key of a candidate: what it covers without giving up anything, then the surest."""
    exact = cover_values(offer.covers, EXACT)
    total = sum(units[at].weight * value for at, value in exact.items())
    near = 0.5 if offer.proximity is None else offer.proximity
    return (-total, offer.severity, -near, -(offer.capacity or 0.0), offer.profile.key)


def take_turns(useful: Sequence[Offer], units: Sequence[Unit]) -> list[Offer]:
    """A quarter of the best, then the best of each unit in turn, so that no rare one is lost."""
    chosen = dict.fromkeys(range(MOST_CANDIDATES // 4))
    ranked = {
        tuple(at for at, offer in enumerate(useful) if any(c.unit == unit for c in offer.covers))
        for unit in range(len(units))
    }
    for turn in range(len(useful)):
        for order in sorted(ranked):
            if turn < len(order) and len(chosen) < MOST_CANDIDATES:
                chosen[order[turn]] = None
    return [useful[at] for at in chosen]

"""The search for groups: every small group of a few candidates, none with a useless member.

It sees numbers only, so that another search can take its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from app.matching.coverage import Offer, Unit
from app.matching.weights import UNKNOWN

FEWEST, MOST = 2, 4  # members
MOST_CANDIDATES = 16
LEAST_COVERAGE = 0.5  # a group that covers less is no answer
BEHIND = 0.2  # another proposal covers at most that much less than the first
SHARED = 0.5  # two proposals share at most this part of the smaller one
STEP = 0.1  # a member has to bring at least that much to one unit
PER_MEMBER = 0.1  # what each member after the second costs: fewer members, simpler group

WEIGHTS = {
    "complement": 25,
    "capacity": 20,
    "reach": 15,
    "rivalry": 10,
    "kinds": 10,
    "calendar": 5,
}
"""Points of a group's parts; references and shared networks have no data yet and no points."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The candidates, what is to be covered, and the full-time equivalents asked for.

    `needed` is None where unknown.
    """

    offers: tuple[Offer, ...]
    units: tuple[Unit, ...]
    needed: float | None

    @cached_property
    def _bits(self) -> tuple[tuple[int, ...], dict[int, float]]:
        """What each candidate covers as bits, one for each step of each unit, and their weights."""
        masks = [0] * len(self.offers)
        weights: dict[int, float] = {}
        columns: dict[tuple[int, ...], float] = {}
        for at, unit in enumerate(self.units):
            column = tuple(round(offer.values[at] / STEP) for offer in self.offers)
            columns[column] = columns.get(column, 0.0) + unit.weight
        for column, weight in columns.items():
            below = 0
            for level in sorted(set(column) - {0}):
                bit = 1 << len(weights)
                weights[bit] = weight * (level - below) * STEP
                below = level
                for at, mine in enumerate(column):
                    if mine >= level:
                        masks[at] |= bit
        return tuple(masks), weights

    @cached_property
    def _similar(self) -> dict[tuple[int, int], float]:
        """How much each pair of candidates works in the same sectors, in [0, 1]."""
        sectors = [frozenset(a.sector for a in o.profile.activities) for o in self.offers]
        return {
            (a, b): len(sectors[a] & sectors[b]) / max(1, len(sectors[a] | sectors[b]))
            for a, b in combinations(range(len(self.offers)), 2)
        }

    def is_useful(self, group: Sequence[int]) -> bool:
        """Whether each member brings a unit, or a capacity, that the others do not."""
        masks, _ = self._bits
        for member in group:
            others = 0
            for other in group:
                if other != member:
                    others |= masks[other]
            if masks[member] & ~others:
                continue
            if not masks[member] or not self._needs_capacity(member, group):
                return False
        return True

    def _needs_capacity(self, member: int, group: Sequence[int]) -> bool:
        if self.needed is None or not self.offers[member].capacity:
            return False
        others = sum(self.offers[o].capacity or 0.0 for o in group if o != member)
        return others < self.needed

    def coverage(self, group: Sequence[int]) -> float:
        """The share of the units that they cover together, in [0, 1]."""
        masks, weights = self._bits
        covered, total = 0, 0.0
        for member in group:
            added = masks[member] & ~covered
            covered |= added
            while added:
                bit = added & -added
                total += weights[bit]
                added ^= bit
        return min(1.0, total)

    def values(self, group: Sequence[int]) -> dict[str, float | None]:
        """The parts of a group's score, in [0, 1]; None for unknown."""
        offers = [self.offers[member] for member in group]
        kinds = {offer.profile.kind for offer in offers}
        pairs = [self._similar[pair] for pair in combinations(sorted(group), 2)]
        reaches = [offer.reach for offer in offers if offer.reach is not None]
        waits = [offer.availability for offer in offers if offer.availability is not None]
        parsimony = 1 - PER_MEMBER * (len(group) - FEWEST)
        return {
            "complement": self.coverage(group) * parsimony,
            "capacity": self.capacity_value(group),
            "reach": sum(reaches) / len(reaches) if reaches else None,
            "rivalry": 1 - sum(pairs) / len(pairs),
            "kinds": (len(kinds) - 1) / (len(group) - 1),
            "calendar": min(waits, default=None),
        }

    def capacity_value(self, group: Sequence[int]) -> float | None:
        """The capacity of a group over the need; None where what is unknown could change it."""
        capacities = [self.offers[member].capacity for member in group]
        known = sum(c for c in capacities if c is not None)
        if self.needed is None or self.needed <= 0:
            return None
        if None in capacities and known < self.needed:
            return None
        return min(1.0, known / self.needed)

    def worth(self, group: Sequence[int]) -> float:
        """The score for the ranking: an unknown part counts for half."""
        values = self.values(group)
        total = sum(
            points * (UNKNOWN if values[key] is None else values[key] or 0.0)
            for key, points in WEIGHTS.items()
        )
        return total / sum(WEIGHTS.values())

    def rank(self, group: Sequence[int]) -> tuple[float, int, int, list[int]]:
        """The sort key of a group among those that cover as much."""
        doubts = sum(self.offers[member].severity > 0 for member in group)
        keys = sorted(self.offers[member].profile.key for member in group)
        return -round(self.worth(group), 4), doubts, len(group), keys


def choose_candidates(offers: Sequence[Offer], units: Sequence[Unit]) -> tuple[Offer, ...]:
    """At most 16 of them: those that cover most, then the best of each unit in turn."""
    useful = [offer for offer in offers if any(offer.values)]

    def total(offer: Offer) -> float:
        return sum(u.weight * v for u, v in zip(units, offer.values, strict=True))

    def merit(offer: Offer) -> tuple[float, int, float, float, int]:
        reach = UNKNOWN if offer.reach is None else offer.reach
        known = offer.capacity or 0.0
        return (-total(offer), offer.severity, -reach, -known, offer.profile.key)

    useful.sort(key=merit)
    chosen = {offer.profile.key: offer for offer in useful[: MOST_CANDIDATES // 4]}
    columns: dict[tuple[float, ...], None] = dict.fromkeys(
        tuple(offer.values[at] for offer in useful) for at in range(len(units))
    )
    ranked = [
        sorted((i for i, v in enumerate(column) if v), key=lambda i: (-column[i], i))
        for column in columns
    ]
    for turn in range(len(useful)):
        for order in ranked:
            if turn < len(order) and len(chosen) < MOST_CANDIDATES:
                offer = useful[order[turn]]
                chosen[offer.profile.key] = offer
    return tuple(sorted(chosen.values(), key=lambda offer: offer.profile.key))


def find_groups(board: Board, *, limit: int) -> list[tuple[int, ...]]:
    """Up to `limit` groups of candidates, by position, best first and unlike one another.

    Those that cover most come first, then by score, fewest members to check and fewest members; the
    order of the candidates changes nothing, since ties go by the keys of the profiles.
    """
    tiers: dict[float, list[tuple[int, ...]]] = {}
    for group in list_groups(board):
        coverage = board.coverage(group)
        if coverage >= LEAST_COVERAGE:
            tiers.setdefault(round(coverage, 1), []).append(group)
    found: list[tuple[int, ...]] = []
    for tier in sorted(tiers, reverse=True):
        if max(tiers) - tier > BEHIND + STEP / 2:
            break
        for group in sorted(tiers[tier], key=board.rank):
            if all(are_unlike(group, other) for other in found):
                found.append(group)
            if len(found) == limit:
                return found
    return found


def are_unlike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two groups are two proposals and not one."""
    shared = len(set(one) & set(other))
    return shared <= SHARED * min(len(one), len(other))


def list_groups(board: Board) -> list[tuple[int, ...]]:
    """Every group of two to four candidates where each member is useful.

    A member that the others make useless stays so in any wider group, which is not looked at.
    """
    found: list[tuple[int, ...]] = []
    wider: list[tuple[int, ...]] = [(at,) for at in range(len(board.offers))]
    for _ in range(FEWEST, MOST + 1):
        wider = [
            candidate
            for group in wider
            for at in range(group[-1] + 1, len(board.offers))
            if board.is_useful(candidate := (*group, at))
        ]
        found += wider
    return found

"""What a group is worth: its parts, each linear for a given number of members."""

from __future__ import annotations

from collections.abc import Sequence

from app.matching.group_board import Board
from app.matching.weights import UNKNOWN

FEWEST, MOST = 2, 5  # members
PER_MEMBER = 0.1  # what each member after the second costs: fewer members, simpler group
TIE = 0.001  # a member to check loses at equal worth only

WEIGHTS = {
    "complement": 25,
    "capacity": 20,
    "proximity": 15,
    "rivalry": 10,
    "kinds": 10,
    "calendar": 5,
}
"""Points of a group's parts; references and shared networks have no data yet and no points."""


def values_of(board: Board, group: Sequence[int]) -> dict[str, float | None]:
    """The parts of a group's score, in [0, 1]; None for unknown."""
    offers = [board.offers[member] for member in group]
    kinds = {offer.profile.kind for offer in offers}
    return {
        "complement": board.coverage(group) * parsimony(len(group)),
        "capacity": capacity_value(board, group),
        "proximity": mean_of([offer.proximity for offer in offers]),
        "rivalry": 1 - overlap_of(board, group) / most_overlap(board, len(group)),
        "kinds": (len(kinds) - 1) / (len(group) - 1),
        "calendar": mean_of([offer.availability for offer in offers]),
    }


def mean_of(values: Sequence[float | None]) -> float | None:
    """The mean of what the members bring, an unknown for half; None where nothing is known."""
    if all(value is None for value in values):
        return None
    return sum(map(half_known, values)) / len(values)


def half_known(value: float | None) -> float:
    """A value, or half for an unknown one."""
    return UNKNOWN if value is None else value


def parsimony(size: int) -> float:
    """What a group keeps of its complementarity, in (0, 1]."""
    return 1 - PER_MEMBER * (size - FEWEST)


def overlap_of(board: Board, group: Sequence[int]) -> int:
    """How many times too many the sectors asked for are found among the members."""
    members = set(group)
    return sum(max(0, len(who & members) - 1) for who in board.in_sector.values())


def most_overlap(board: Board, size: int) -> int:
    """The same where all members work in all sectors."""
    return max(1, len(board.in_sector) * (size - 1))


def capacity_value(board: Board, group: Sequence[int]) -> float | None:
    """The capacity of a group over the need; None where what is unknown could change it."""
    if not board.needed:
        return None
    capacities = [board.offers[member].capacity for member in group]
    known = sum(c for c in capacities if c is not None)
    if None in capacities and known < board.needed:
        return None
    return min(1.0, known / board.needed)


def worth_of(board: Board, group: Sequence[int]) -> float:
    """The points for the ranking: an unknown part counts for half."""
    doubts = sum(board.offers[member].severity > 0 for member in group)
    values = values_of(board, group)
    return sum(points * half_known(values[key]) for key, points in WEIGHTS.items()) - TIE * doubts

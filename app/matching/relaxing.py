"""What a group may give up where none meets everything, and the least that is enough."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum


class Relaxation(StrEnum):
    """One thing given up, from the smallest to the greatest: this order is the rule."""

    NOT_SAID = "not_said"
    PART_OF_PLACE = "part_of_place"
    BEYOND_AREA = "beyond_area"
    SIXTH_MEMBER = "sixth_member"
    NEIGHBOUR_SECTOR = "neighbour_sector"
    LESS_CAPACITY = "less_capacity"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        """The words people read."""
        return RELAXATION_LABELS[self]


RELAXATION_LABELS = {
    Relaxation.NOT_SAID: "Structures qui n’ont pas dit si elles répondent en groupement",
    Relaxation.PART_OF_PLACE: "Zones d’intervention qui ne couvrent qu’une partie d’un lieu",
    Relaxation.BEYOND_AREA: "Structures voisines, hors de leur zone déclarée",
    Relaxation.SIXTH_MEMBER: "Un sixième membre",
    Relaxation.NEIGHBOUR_SECTOR: "Filières voisines",
    Relaxation.LESS_CAPACITY: "Une capacité inférieure au volume demandé",
    Relaxation.LEFT_OUT: "Une partie du besoin laissée de côté",
}
SMALLEST_FIRST = tuple(Relaxation)


def find_least(
    is_enough: Callable[[frozenset[Relaxation]], bool],
    allowed: Collection[Relaxation] = SMALLEST_FIRST,
) -> frozenset[Relaxation] | None:
    """The least that has to be given up; None where giving up all that is allowed is not enough.

    `is_enough` only ever turns true as more is given up. One great thing counts for more than all
    the smaller ones together: the greatest that can be kept is kept first, then the next.
    """
    given = frozenset(allowed)
    if is_enough(frozenset()):
        return frozenset()
    if not is_enough(given):
        return None
    for step in reversed(SMALLEST_FIRST):
        if step in given and is_enough(given - {step}):
            given -= {step}
    return given

"""The table of what a group covers: sector by sector, lot by lot, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.matching.group_board import Board
from app.matching.relaxing import Relaxation
from app.territories import get


class Grade(StrEnum):
    """How well something is covered, the best first."""

    COVERED = "covered"
    TO_CONFIRM = "to_confirm"
    IN_PART = "in_part"
    BEYOND = "beyond"
    NEIGHBOUR = "neighbour"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """The words people read."""
        return GRADE_LABELS[self]


GRADE_LABELS = {
    Grade.COVERED: "Couvert",
    Grade.TO_CONFIRM: "Couvert, à confirmer",
    Grade.IN_PART: "En partie",
    Grade.BEYOND: "Hors de la zone déclarée",
    Grade.NEIGHBOUR: "Filière voisine",
    Grade.NOBODY: "Personne",
}
GRADES = (
    (Relaxation.NEIGHBOUR_SECTOR, Grade.NEIGHBOUR),
    (Relaxation.BEYOND_AREA, Grade.BEYOND),
    (Relaxation.PART_OF_PLACE, Grade.IN_PART),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverageRow:
    """A sector of a lot in places that the same members cover alike.

    `lot` is its number, `sector` and `places` are names, no place being known where there is none;
    `members` are those that cover it best.
    """

    lot: str
    sector: str
    slug: str
    places: tuple[str, ...]
    members: tuple[str, ...]
    grade: Grade


Key = tuple[int, str, tuple[int, ...], Grade]


def list_rows(board: Board, group: Sequence[int], lots: Sequence[str]) -> tuple[CoverageRow, ...]:
    """The table of a group, in the order of the lots and of their sectors."""
    rows: dict[Key, list[int]] = {}
    best = board.best(group)
    for at, unit in enumerate(board.units):
        who = tuple(m for m in group if best[at] and board.values[m].get(at) == best[at])
        rows.setdefault((unit.lot, unit.sector.slug, who, grade_of(board, who, at)), []).append(at)
    return tuple(
        CoverageRow(
            lot=lots[lot],
            sector=board.units[found[0]].sector.name,
            slug=slug,
            places=tuple(get(p).name for at in found if (p := board.units[at].place)),
            members=tuple(board.offers[m].profile.name for m in who),
            grade=grade,
        )
        for (lot, slug, who, grade), found in sorted(rows.items(), key=lambda row: row[1][0])
    )


def grade_of(board: Board, who: Sequence[int], unit: int) -> Grade:
    """How well a unit is covered by the best of those who cover it."""
    if not who:
        return Grade.NOBODY
    offer, value = board.offers[who[0]], board.values[who[0]][unit]
    ways = [c.asks for c in offer.covers if c.unit == unit and c.value == value]
    asks = min((way for way in ways if way <= board.given), key=len)
    for relaxation, grade in GRADES:
        if relaxation in asks:
            return grade
    return Grade.COVERED if value == 1 else Grade.TO_CONFIRM

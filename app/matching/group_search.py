"""The search for groups: what has to be given up, then up to three groups unlike one another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.matching.group_board import Board
from app.matching.group_program import Cut, Group, can_group, find_group, list_idle
from app.matching.relaxing import SMALLEST_FIRST, Relaxation, find_least

SHARED = 0.5  # two proposals share at most this part of the first
NEAR = 0.02  # of its worth: what a second or a third proposal may lack, for a shorter wait


@dataclass(frozen=True, kw_only=True)
class Found:
    """The groups found, best first, on the board with what had to be given up."""

    board: Board
    groups: tuple[Group, ...]


def search_groups(board: Board, *, limit: int) -> Found:
    """Up to `limit` groups of candidates, by position, and the least that had to be given up.

    Where somebody would be enough alone, nothing is given up but the silence of others: a group
    that answers less well than one structure is no proposal. The order of the candidates changes
    nothing: the board keeps them in the order of their keys.
    """
    allowed = (Relaxation.NOT_SAID,) if board.enough_alone_plainly else SMALLEST_FIRST
    given = find_least(lambda tried: can_group(replace(board, given=tried)), allowed)
    if given is None:
        return Found(board=board, groups=())
    relaxed = replace(board, given=given)
    return Found(board=relaxed, groups=tuple(list_groups(relaxed, limit)))


def list_groups(board: Board, limit: int) -> list[Group]:
    """The best group, then the best of those that share half of it at most, and so on.

    Only the first is proved the best to the last digit. Where nobody else has what a group needs,
    one new member is enough to make another proposal.
    """
    idle = list_idle(board)
    barred = idle | board.enough_alone
    found: list[Group] = []
    for _ in range(limit):
        far = [Cut(members=group, most=share_of(group)) for group in found]
        near = [Cut(members=group, most=len(group) - 1) for group in found]
        gap = NEAR if found else 0.0
        group = find_group(board, barred, far, gap)
        if group is None and not found:
            barred = idle | board.enough_alone_plainly
            group = find_group(board, barred, ())
        if group is None and found:
            group = find_group(board, barred, near, gap)
        if group is None:
            break
        found.append(group)
    return found


def share_of(group: Group) -> int:
    """How many members of a group another proposal may have, one at the least."""
    return max(1, int(len(group) * SHARED))

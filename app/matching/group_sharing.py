"""Who takes what in a group, how much of the load each would carry, and who could lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.matching.coverage import Unit
from app.matching.group_board import Board
from app.matching.profiles import Profile
from app.matching.rules import Verdict

HEAVIEST = 0.7  # who carries more than this part of the load leads


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A structure in a group: what it takes.

    `sectors` and `lots` are names, `sector_slugs` those of the sectors; `near_sectors` those it
    only comes close to. `share` is its part of the load, in [0, 1]: of the capacities where all are
    known (`by_capacity`), else of the units that it takes. `verdict` is the worst of its lots.
    """

    profile: Profile
    verdict: Verdict
    sectors: tuple[str, ...]
    near_sectors: tuple[str, ...]
    sector_slugs: tuple[str, ...]
    lots: tuple[str, ...]
    capacity: float | None
    share: float
    by_capacity: bool

    @property
    def is_heavy(self) -> bool:
        """Whether nobody else could lead."""
        return self.share > HEAVIEST


def share_work(
    board: Board, group: Sequence[int], lots: Sequence[str]
) -> tuple[tuple[Member, ...], tuple[int, ...]]:
    """The members, the lead first, then who could lead in its place; and their places in `group`.

    At most one member carries more than 70 % of the load: no other could lead.
    """
    best = board.best(group)
    taken = [take_units(board, who, best) for who in group]
    capacities = [board.offers[who].capacity for who in group]
    known = [capacity for capacity in capacities if capacity is not None]
    by_capacity = len(known) == len(group) and sum(known) > 0
    loads = known if by_capacity else split_units(board.units, taken)
    total = sum(loads)
    members = [
        describe_member(board, who, units, load / total, lots, by_capacity=by_capacity)
        for who, units, load in zip(group, taken, loads, strict=True)
    ]
    order = sorted(
        range(len(group)), key=lambda at: rank_lead(board, group[at], taken[at], members[at])
    )
    return tuple(members[at] for at in order), tuple(order)


def take_units(board: Board, who: int, best: Sequence[float]) -> list[int]:
    """The units a structure takes: in its own sectors, and where nobody does better."""
    slugs = {activity.sector for activity in board.offers[who].profile.activities}
    return [
        at
        for at, value in sorted(board.values[who].items())
        if board.units[at].sector.slug in slugs or value == best[at]
    ]


def split_units(units: Sequence[Unit], taken: Sequence[Sequence[int]]) -> list[float]:
    """The weight of the units that each takes, shared equally where several take one."""
    takers = [sum(at in own for own in taken) for at in range(len(units))]
    return [sum(units[at].weight / takers[at] for at in own) for own in taken]


def describe_member(
    board: Board,
    who: int,
    taken: Sequence[int],
    share: float,
    lots: Sequence[str],
    *,
    by_capacity: bool,
) -> Member:
    """What a structure takes in a group: its own sectors, and others where nobody does better."""
    offer, units = board.offers[who], [board.units[at] for at in taken]
    slugs = {activity.sector for activity in offer.profile.activities}
    where = sorted({unit.lot for unit in units})
    doubtful = any(offer.verdicts[lot] is Verdict.TO_CHECK for lot in where)
    return Member(
        profile=offer.profile,
        verdict=Verdict.TO_CHECK if doubtful else Verdict.ELIGIBLE,
        sectors=tuple(dict.fromkeys(u.sector.name for u in units if u.sector.slug in slugs)),
        near_sectors=tuple(
            dict.fromkeys(u.sector.name for u in units if u.sector.slug not in slugs)
        ),
        sector_slugs=tuple(dict.fromkeys(u.sector.slug for u in units)),
        lots=tuple(lots[lot] for lot in where),
        capacity=offer.capacity,
        share=round(share, 4),
        by_capacity=by_capacity,
    )


def rank_lead(
    board: Board, who: int, taken: Sequence[int], member: Member
) -> tuple[bool, int, float, float, float, int]:
    """The sort key of a lead: who carries most, then the surest, then who covers most."""
    offer = board.offers[who]
    covered = sum(board.units[at].weight * board.values[who][at] for at in taken)
    return (
        not member.is_heavy,
        offer.severity,
        -round(covered, 6),
        -(offer.capacity or 0.0),
        -(offer.proximity or 0.0),
        offer.profile.key,
    )

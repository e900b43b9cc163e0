"""Answering together: which small groups of structures could cover a consultation, and why.

A proposal, never a choice: the structures talk to one another, name their lead and decide. The
search itself is in `group_search`; here are its candidates and its explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.matching import group_wording as wording
from app.matching.coverage import cut_units, make_offer, open_lots
from app.matching.engine import Matcher, Part
from app.matching.group_board import Board, choose_candidates
from app.matching.group_program import Group
from app.matching.group_score import WEIGHTS, values_of
from app.matching.group_search import search_groups
from app.matching.group_sharing import Member, share_work
from app.matching.group_table import CoverageRow, list_rows
from app.matching.profiles import Need, Profile
from app.matching.relaxing import Relaxation

MOST_PROPOSALS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupProposal:
    """A group that could answer, its lead first among the members, then who else could lead.

    `coverage` is the share of the sectors, lots and places covered, in [0, 1], `table` says by
    whom; capacities are in full-time equivalents, `capacity_known` the sum of those that are known.
    `score` is the weighted mean of the known parts, in [0, 1]; sentences are French.
    """

    lead: Member
    lead_why: str
    members: tuple[Member, ...]
    coverage: float
    table: tuple[CoverageRow, ...]
    capacity_known: float | None
    capacity_needed: float | None
    score: float
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenUp:
    """One thing that the proposals give up, with its figures in a sentence."""

    relaxation: Relaxation
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupAnswer:
    """The groups proposed, best first, and what no group could do without.

    `relaxed` goes from the smallest to the greatest. `candidates` counts the structures that could
    take a part of the need, `willing` those of them that said that they answer in groups; `alone`
    names those that would need nobody.
    """

    proposals: tuple[GroupProposal, ...] = ()
    relaxed: tuple[GivenUp, ...] = ()
    candidates: int = 0
    willing: int = 0
    alone: tuple[Profile, ...] = ()


def propose_groups(
    needs: Sequence[Need],
    matcher: Matcher,
    now: datetime,
    *,
    lots: Sequence[str] = (),
    limit: int = MOST_PROPOSALS,
) -> GroupAnswer:
    """Up to three groups, unlike one another, for one lot or for all lots of a consultation.

    `needs` are those of the lots, `lots` their numbers in the same order (1, 2… by default). Closed
    lots are left out; nothing is proposed where no group does better than its members alone.
    """
    groups = {sought.group for at in open_lots(needs, now) for sought in needs[at].sectors}
    return compose_groups(needs, matcher.working_in(groups), now, lots=lots, limit=limit)


def compose_groups(
    needs: Sequence[Need],
    candidates: Iterable[Profile],
    now: datetime,
    *,
    lots: Sequence[str] = (),
    limit: int = MOST_PROPOSALS,
) -> GroupAnswer:
    """The same, among these candidates only; their order changes nothing.

    Who said that it does not answer in groups is in none.
    """
    names = tuple(lots) or tuple(str(at + 1) for at in range(len(needs)))
    units = cut_units(needs, now)
    if not units:
        return GroupAnswer()
    distinct = {p.key: p for p in candidates if p.answers_in_groups is not False}
    offers = [make_offer(profile, needs, units, now) for profile in distinct.values()]
    offers = [offer for offer in offers if offer.covers]
    board = Board(
        offers=choose_candidates(offers, units), units=units, needed=sum_volumes(needs, now)
    )
    found = search_groups(board, limit=limit)
    proposals = tuple(
        explain_group(found.board, group, needs, names, now) for group in found.groups
    )
    willing = sum(offer.profile.answers_in_groups is True for offer in offers)
    return GroupAnswer(
        proposals=proposals,
        relaxed=explain_relaxed(found.board, found.groups, willing, len(offers), names),
        candidates=len(offers),
        willing=willing,
        alone=tuple(board.offers[at].profile for at in sorted(board.enough_alone)),
    )


def sum_volumes(needs: Sequence[Need], now: datetime) -> float | None:
    """The full-time equivalents that the open lots ask for, where any says so."""
    known = [fte for at in open_lots(needs, now) if (fte := needs[at].fte) is not None]
    return sum(known) if known else None


def explain_relaxed(
    board: Board, groups: Sequence[Group], willing: int, candidates: int, lots: Sequence[str]
) -> tuple[GivenUp, ...]:
    """What the proposals give up, with its figures; nothing where there is none."""
    if not groups:
        return ()
    offers = [board.offers[at] for at in groups[0]]
    table = list_rows(board, groups[0], lots)
    sentences = {
        Relaxation.NOT_SAID: wording.say_silent(willing, candidates),
        Relaxation.PART_OF_PLACE: wording.say_parts(table),
        Relaxation.BEYOND_AREA: wording.say_beyond(table),
        Relaxation.SIXTH_MEMBER: wording.SIXTH,
        Relaxation.NEIGHBOUR_SECTOR: wording.say_neighbours(table),
        Relaxation.LESS_CAPACITY: wording.say_less(offers, board.needed),
        Relaxation.LEFT_OUT: wording.say_left_out(table),
    }
    return tuple(
        GivenUp(relaxation=step, why=why) for step, why in sentences.items() if step in board.given
    )


def explain_group(
    board: Board, group: Group, needs: Sequence[Need], lots: Sequence[str], now: datetime
) -> GroupProposal:
    """The proposal that a group of candidates makes, in words."""
    offers = [board.offers[at] for at in group]
    members, order = share_work(board, group, lots)
    table = list_rows(board, group, lots)
    parts = list_parts(board, group)
    weight = sum(part.weight for part in parts if part.value is not None)
    score = sum(part.weight * part.value for part in parts if part.value is not None) / weight
    known = [offer.capacity for offer in offers if offer.capacity is not None]
    return GroupProposal(
        lead=members[0],
        lead_why=wording.say_lead(members[0], offers[order[0]].severity),
        members=members,
        coverage=round(coverage_of(board, group), 4),
        table=table,
        capacity_known=sum(known) if known else None,
        capacity_needed=board.needed,
        score=round(min(1.0, score), 4),
        parts=parts,
        missing=wording.list_missing(offers, table, board, needs, lots, now),
        why=wording.list_why(offers, table, board, needs),
    )


def coverage_of(board: Board, group: Group) -> float:
    """The share of the units that they cover together, in [0, 1]."""
    best = board.best(group)
    return min(1.0, sum(u.weight * v for u, v in zip(board.units, best, strict=True)))


def list_parts(board: Board, group: Group) -> tuple[Part, ...]:
    """The parts of a group's score, with their weights adding up to 1."""
    total = sum(WEIGHTS.values())
    return tuple(
        Part(
            key=key,
            label=wording.PART_LABELS[key],
            weight=WEIGHTS[key] / total,
            value=None if value is None else round(value, 4),
            why=wording.PART_SENTENCES[key],
        )
        for key, value in values_of(board, group).items()
    )

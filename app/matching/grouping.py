"""Answering together: which small groups of structures could cover a consultation, and why.

A proposal, never a choice: the structures talk to one another, name their lead and decide. The
search itself is in `group_search`; here are its candidates and its explanation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.matching import group_wording as wording
from app.matching.coverage import Offer, Unit, cut_units, make_offer, open_lots
from app.matching.engine import Matcher, Part
from app.matching.group_search import WEIGHTS, Board, choose_candidates, find_groups
from app.matching.profiles import Need, Profile
from app.matching.rules import Verdict

MOST_PROPOSALS = 3
MOST_QUESTIONS = 12  # kinds of work asked to the matcher, the most sought first
PER_QUESTION = 8  # structures kept of each answer
NEAR_PER_QUESTION = 4  # and near-misses
HEAVIEST = 0.7  # who carries more than this part of the load leads


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A structure in a group: what it takes.

    `sectors` and `lots` are names; `near_sectors` those it only comes close to. `share` is its part
    of the capacities, None unless all are known; `verdict` the worst of the lots it takes.
    """

    profile: Profile
    verdict: Verdict
    sectors: tuple[str, ...]
    near_sectors: tuple[str, ...]
    lots: tuple[str, ...]
    capacity: float | None
    share: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupProposal:
    """A group that could answer, its lead first among the members.

    `coverage` is the share of the sectors, lots and places covered, in [0, 1]; capacities are in
    full-time equivalents, `capacity_known` the sum of those that are known. `score` is the weighted
    mean of the known parts, in [0, 1]; sentences are French.
    """

    lead: Member
    lead_why: str
    members: tuple[Member, ...]
    coverage: float
    capacity_known: float | None
    capacity_needed: float | None
    score: float
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    why: tuple[str, ...]


def propose_groups(
    needs: Sequence[Need],
    matcher: Matcher,
    now: datetime,
    *,
    lots: Sequence[str] = (),
    limit: int = MOST_PROPOSALS,
) -> tuple[GroupProposal, ...]:
    """Up to three groups, unlike one another, for one lot or for all lots of a consultation.

    `needs` are those of the lots, `lots` their numbers in the same order (1, 2… by default). Closed
    lots are left out; nothing is proposed where no group does better than its members alone.
    """
    return compose_groups(
        needs, gather_candidates(needs, matcher, now), now, lots=lots, limit=limit
    )


def gather_candidates(
    needs: Sequence[Need], matcher: Matcher, now: datetime
) -> tuple[Profile, ...]:
    """The structures that fit or nearly fit some of the work, each sector asked for by itself.

    Asked together, a common sector would hide those who only do the rare one.
    """
    questions: dict[Need, float] = {}
    for at in open_lots(needs, now):
        for sought in needs[at].sectors:
            alone = replace(
                needs[at], sectors=(replace(sought, weight=1.0),), fte=None, fte_source=""
            )
            questions[alone] = questions.get(alone, 0.0) + sought.weight
    asked = sorted(questions, key=lambda need: (-questions[need], need.sectors[0].slug))
    found: dict[int, Profile] = {}
    for need in asked[:MOST_QUESTIONS]:
        answer = matcher.match(need, now, limit=PER_QUESTION, near=NEAR_PER_QUESTION)
        for match in (*answer.matches, *answer.near_misses):
            found[match.profile.key] = match.profile
    return tuple(found.values())


def compose_groups(
    needs: Sequence[Need],
    candidates: Iterable[Profile],
    now: datetime,
    *,
    lots: Sequence[str] = (),
    limit: int = MOST_PROPOSALS,
) -> tuple[GroupProposal, ...]:
    """The same, among these candidates only; their order changes nothing."""
    names = tuple(lots) or tuple(str(at + 1) for at in range(len(needs)))
    units = cut_units(needs, now)
    if not units:
        return ()
    distinct = {profile.key: profile for profile in candidates}
    offers = [make_offer(profile, needs, units, now) for profile in distinct.values()]
    board = Board(
        offers=choose_candidates(offers, units), units=units, needed=sum_volumes(needs, now)
    )
    return tuple(
        explain_group(board, group, needs, names, now) for group in find_groups(board, limit=limit)
    )


def sum_volumes(needs: Sequence[Need], now: datetime) -> float | None:
    """The full-time equivalents that the open lots ask for, where any says so."""
    known = [fte for at in open_lots(needs, now) if (fte := needs[at].fte) is not None]
    return sum(known) if known else None


def explain_group(
    board: Board, group: Sequence[int], needs: Sequence[Need], lots: Sequence[str], now: datetime
) -> GroupProposal:
    """The proposal that a group of candidates makes, in words."""
    offers = [board.offers[at] for at in group]
    capacities = [offer.capacity for offer in offers]
    known = [c for c in capacities if c is not None]
    total = sum(known)
    complete = len(known) == len(offers) and total > 0
    shares = [c / total if complete and c is not None else None for c in capacities]
    best = best_values(offers, board.units)
    members = [
        describe_member(offer, share, board.units, best, lots)
        for offer, share in zip(offers, shares, strict=True)
    ]
    order = sorted(
        range(len(offers)), key=lambda at: rank_lead(offers[at], shares[at], board.units)
    )
    ranked = tuple(members[at] for at in order)
    parts = list_parts(board, group)
    weight = sum(part.weight for part in parts if part.value is not None)
    score = sum(part.weight * part.value for part in parts if part.value is not None) / weight
    return GroupProposal(
        lead=ranked[0],
        lead_why=wording.say_lead(ranked[0].share, offers[order[0]].severity, HEAVIEST),
        members=ranked,
        coverage=round(
            min(1.0, sum(u.weight * v for u, v in zip(board.units, best, strict=True))), 4
        ),
        capacity_known=total if known else None,
        capacity_needed=board.needed,
        score=round(min(1.0, score), 4),
        parts=parts,
        missing=wording.list_missing(offers, board.units, best, needs, lots, board.needed, now),
        why=wording.list_why(offers, board.units, best, needs, board.needed),
    )


def describe_member(
    offer: Offer,
    share: float | None,
    units: Sequence[Unit],
    best: Sequence[float],
    lots: Sequence[str],
) -> Member:
    """What a structure takes in a group: its own sectors, and others where nobody does better."""
    taken = wording.taken_units(offer, units, best)
    slugs = {activity.sector for activity in offer.profile.activities}
    exact = dict.fromkeys(u.sector.name for u in taken if u.sector.slug in slugs)
    near = dict.fromkeys(u.sector.name for u in taken if u.sector.slug not in slugs)
    where = sorted({u.lot for u in taken})
    doubtful = any(offer.verdicts[lot] is Verdict.TO_CHECK for lot in where)
    return Member(
        profile=offer.profile,
        verdict=Verdict.TO_CHECK if doubtful else Verdict.ELIGIBLE,
        sectors=tuple(exact),
        near_sectors=tuple(near),
        lots=tuple(lots[lot] for lot in where),
        capacity=offer.capacity,
        share=None if share is None else round(share, 4),
    )


def rank_lead(
    offer: Offer, share: float | None, units: Sequence[Unit]
) -> tuple[bool, int, float, float, float, int]:
    """The sort key of a lead: who carries most of the load, then the surest, then who covers most.

    At most one member carries more than 70 %: no other could lead.
    """
    heavy = share is not None and share > HEAVIEST
    covered = sum(u.weight * v for u, v in zip(units, offer.values, strict=True))
    return (
        not heavy,
        offer.severity,
        -round(covered, 6),
        -(offer.capacity or 0.0),
        -(offer.reach or 0.0),
        offer.profile.key,
    )


def best_values(offers: Sequence[Offer], units: Sequence[Unit]) -> tuple[float, ...]:
    """How well each unit is covered by the best of them."""
    return tuple(max(offer.values[at] for offer in offers) for at in range(len(units)))


def list_parts(board: Board, group: Sequence[int]) -> tuple[Part, ...]:
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
        for key, value in board.values(group).items()
    )

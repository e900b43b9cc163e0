"""Whether one structure can answer a consultation alone, with others, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from app.clock import to_paris
from app.matching.coverage import open_lots
from app.matching.criteria import is_fresh, score_proximity
from app.matching.grids import TENDER
from app.matching.profiles import Activity, Need, Profile
from app.matching.rules import Verdict, apply_rules, worst
from app.matching.weights import SAME_GROUP
from app.territories import overlap


class Answering(StrEnum):
    """How a structure could answer."""

    ALONE = "alone"
    TOGETHER = "together"
    TO_CHECK = "to_check"
    NO = "no"

    @property
    def label(self) -> str:
        """The words people read."""
        return ANSWERING_LABELS[self]


ANSWERING_LABELS = {
    Answering.ALONE: "On peut répondre seul",
    Answering.TOGETHER: "À plusieurs",
    Answering.TO_CHECK: "À vérifier",
    Answering.NO: "Non",
}
BEST_FIRST = tuple(Answering)
# Proposals, to be calibrated on real answers like every scale of the score.
ENOUGH = 0.75  # of the sectors: they are read in a notice, and the last ones are unsure
NEAR_ENOUGH = 0.5  # the value of a distance, about 30 km, that stands for an undeclared area
REMINDERS = frozenset({"aci_sales"})  # said of every ACI on every lot: it tells no lot apart


def can_answer(needs: Sequence[Need], profile: Profile, now: datetime) -> Answering:
    """How that structure could answer a consultation, by the lot that suits it best.

    A consultation in lots may be answered for one lot. Closed lots are left out.
    """
    answers = {answer_lot(needs[at], profile, now) for at in open_lots(needs, now)}
    return next((answer for answer in BEST_FIRST if answer in answers), Answering.NO)


def answer_lot(need: Need, profile: Profile, now: datetime) -> Answering:
    """How that structure could answer one lot.

    NO where a rule refuses it, where it works in none of the sectors or outside its declared area.
    Otherwise TO_CHECK where a rule says so; TOGETHER where its sectors, its area or its capacity
    cover a part only; TO_CHECK again where something it takes to answer alone is unknown.
    """
    rules = [
        rule for rule in apply_rules(TENDER.rules, need, profile, now) if rule.key not in REMINDERS
    ]
    verdict = worst(tuple(rules))
    if verdict is Verdict.NOT_ELIGIBLE or not profile.activities:
        return Answering.NO
    if not need.sectors:
        return Answering.TO_CHECK
    if not {s.slug for s in need.sectors} & {a.sector for a in profile.activities}:
        return Answering.NO
    on = to_paris(now).date()
    shares = (
        share_of_sectors(need, profile),
        share_of_places(need, profile, on),
        share_of_volume(need, profile, on),
    )
    if shares[1] == 0:
        return Answering.NO
    if verdict is Verdict.TO_CHECK:
        return Answering.TO_CHECK
    if any(share is not None and share < 1 for share in shares):
        return Answering.TOGETHER
    unsure = None in shares or is_guessed(need, profile)
    return Answering.TO_CHECK if unsure else Answering.ALONE


def serving(need: Need, profile: Profile) -> list[Activity]:
    """The activities in one of the very sectors asked for."""
    slugs = {sought.slug for sought in need.sectors}
    return [activity for activity in profile.activities if activity.sector in slugs]


def share_of_sectors(need: Need, profile: Profile) -> float:
    """The share of the sectors it serves, a neighbour counting less; 1 where it is enough."""
    slugs = {activity.sector for activity in profile.activities}
    groups = {activity.group for activity in profile.activities}
    total = sum(sought.weight for sought in need.sectors)
    served = sum(
        sought.weight * (1.0 if sought.slug in slugs else SAME_GROUP)
        for sought in need.sectors
        if sought.slug in slugs or sought.group in groups
    )
    return 1.0 if served >= ENOUGH * total else served / total


def share_of_places(need: Need, profile: Profile, on: date) -> float | None:
    """The share of the places inside its declared areas; None where an area has to be asked for.

    A seat near enough stands for an undeclared area, and nobody is refused for an unknown one.
    """
    if not need.territories:
        return None
    activities = serving(need, profile)
    declared = [overlap(a.area, need.territories) for a in activities if a.area is not None]
    widest = max(declared, default=0.0)
    if len(declared) == len(activities) or widest == 1:
        return widest
    proximity = score_proximity(need, profile, activities[0], on)
    return 1.0 if proximity is not None and proximity >= NEAR_ENOUGH else None


def share_of_volume(need: Need, profile: Profile, on: date) -> float | None:
    """Its capacity over the volume asked for; 1 where no volume is asked for, None if unknown.

    The most of one activity is counted, never the sum: teams may be shared.
    """
    if not need.fte:
        return 1.0
    capacities = [
        activity.capacity_fte
        for activity in serving(need, profile)
        if activity.capacity_fte is not None and is_fresh(activity, on)
    ]
    return min(1.0, max(capacities) / need.fte) if capacities else None


def is_guessed(need: Need, profile: Profile) -> bool:
    """Whether every sector it would answer with was deduced by an import, and not confirmed."""
    return all(activity.is_inferred for activity in serving(need, profile))

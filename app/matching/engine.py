"""The engine: from a need and the profiles to ranked matches and near-misses, all explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest

from app.clock import to_paris
from app.matching.criteria import distance_to
from app.matching.grids import TENDER, Grid
from app.matching.profiles import Activity, Need, Profile
from app.matching.rules import SEVERITY, RuleResult, Verdict, apply_rules, worst
from app.matching.weighing import Weighing, weigh
from app.matching.weights import UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One criterion's share of a match; `value` None is unknown."""

    key: str
    label: str
    weight: float
    value: float | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A profile that could serve a need: what the rules say, the score, its parts and what misses.

    `score` is the weighted mean of the known parts, `confidence` the weight known, both in [0, 1];
    `activity` is the one that stands for the profile, `weights_version` that of the weights.
    """

    profile: Profile
    activity: Activity
    verdict: Verdict
    score: float
    confidence: float
    rules: tuple[RuleResult, ...]
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()
    weights_version: int = 0

    @property
    def worth(self) -> float:
        """What a ranking goes by: the score, an unknown part counting for half; in [0, 1]."""
        return self.score * self.confidence + (1 - self.confidence) * UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchList:
    """The answer for one need: who fits, who nearly fits, and how many of each there are in all."""

    matches: tuple[Match, ...]
    near_misses: tuple[Match, ...]
    total: int
    near_total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A pair with its values, before anything is explained."""

    profile: Profile
    rules: tuple[RuleResult, ...]
    weighing: Weighing
    is_near: bool


MOST_NEIGHBOURS = 40  # of another sector, the nearest are worth reading


class Matcher:
    """Profiles, indexed once by sector and group, ready for any number of needs."""

    def __init__(self, profiles: Iterable[Profile], grid: Grid = TENDER) -> None:
        self.profiles = tuple(profiles)
        self.grid = grid
        self._by_sector: dict[str, dict[int, Profile]] = defaultdict(dict)
        self._by_group: dict[str, dict[int, Profile]] = defaultdict(dict)
        for profile in self.profiles:
            for activity in profile.activities:
                self._by_sector[activity.sector][profile.key] = profile
                self._by_group[activity.group][profile.key] = profile

    def judging_by(self, grid: Grid) -> Matcher:
        """The same profiles and indexes, judged by another grid."""
        other = copy(self)
        other.grid = grid
        return other

    def match(self, need: Need, now: datetime, *, limit: int = 20, near: int = 10) -> MatchList:
        """The profiles that fit that need at that instant, best first, then those that nearly do.

        The order depends on nothing but the values: score shrunk by what is unknown, verdict,
        distance, then the profile's key.
        """
        on = to_paris(now).date()
        fits: list[Draft] = []
        nears: list[Draft] = []
        for profile in self._candidates(need).values():
            draft = draft_pair(self.grid, need, profile, now, on)
            (nears if draft.is_near else fits).append(draft)
        neighbours = self._neighbours(need) if len(nears) < near else []
        near_total = len(nears) + len(neighbours)
        nearest = nsmallest(max(near, MOST_NEIGHBOURS), neighbours, key=lambda p: far(need, p))
        nears += [draft_pair(self.grid, need, profile, now, on) for profile in nearest]
        fits.sort(key=lambda d: rank(d, need))
        nears.sort(key=lambda d: rank(d, need))
        return MatchList(
            matches=tuple(explain_draft(self.grid, d, need, on) for d in fits[:limit]),
            near_misses=tuple(explain_draft(self.grid, d, need, on) for d in nears[:near]),
            total=len(fits),
            near_total=near_total,
        )

    def pair(self, need: Need, profile: Profile, now: datetime) -> Match:
        """One pair, explained, whatever its worth."""
        on = to_paris(now).date()
        return explain_draft(self.grid, draft_pair(self.grid, need, profile, now, on), need, on)

    def working_in(self, groups: Iterable[str]) -> list[Profile]:
        """The profiles that work in these groups of sectors, by key."""
        found: dict[int, Profile] = {}
        for group in groups:
            found.update(self._by_group.get(group, {}))
        return [found[key] for key in sorted(found)]

    def _candidates(self, need: Need) -> dict[int, Profile]:
        """Profiles that work in one of the sectors asked for, by key; all for a request without."""
        if need.is_for_all:
            return {profile.key: profile for profile in self.profiles}
        found: dict[int, Profile] = {}
        for sought in need.sectors:
            found.update(self._by_sector.get(sought.slug, {}))
        return found

    def _neighbours(self, need: Need) -> list[Profile]:
        """Profiles of the same groups that work in none of the sectors asked for."""
        exact = self._candidates(need)
        found: dict[int, Profile] = {}
        for sought in need.sectors:
            found.update(self._by_group.get(sought.group, {}))
        return [profile for key, profile in found.items() if key not in exact]


def draft_pair(grid: Grid, need: Need, profile: Profile, now: datetime, on: date) -> Draft:
    """The rules and values of one pair."""
    rules = apply_rules(grid.rules, need, profile, now)
    weighing = weigh(grid, need, profile, on)
    refused = any(r.verdict is Verdict.NOT_ELIGIBLE and not r.concerns_need for r in rules)
    other_sector = not need.is_for_all and all(
        s.slug != a.sector for s in need.sectors for a in profile.activities
    )
    return Draft(
        profile=profile,
        rules=rules,
        weighing=weighing,
        is_near=refused or weighing.is_elsewhere or other_sector,
    )


def rank(draft: Draft, need: Need) -> tuple[float, int, float, int]:
    """The sort key of a draft: an unknown part counts for half, so that silence never wins."""
    worth = round(draft.weighing.worth, 6)
    return (-worth, SEVERITY[worst(draft.rules)], *far(need, draft.profile))


def far(need: Need, profile: Profile) -> tuple[float, int]:
    """How far a profile is, the unknown last, and its key to break ties."""
    distance = distance_to(need, profile)
    return (float("inf") if distance is None else distance, profile.key)


def explain_draft(grid: Grid, draft: Draft, need: Need, on: date) -> Match:
    """The match, with a sentence for each part and for what misses."""
    found = draft.weighing
    parts = tuple(
        Part(
            key=c.key,
            label=c.label,
            weight=w,
            value=None if v is None else round(v, 4),
            why=c.why(need, draft.profile, found.activity, on),
        )
        for c, w, v in zip(grid.criteria, grid.weights, found.values, strict=True)
    )
    return Match(
        profile=draft.profile,
        activity=found.activity,
        verdict=worst(draft.rules),
        score=round(found.known_sum / found.known_weight, 4) if found.known_weight else 0.0,
        confidence=round(found.known_weight, 4),
        rules=draft.rules,
        parts=parts,
        missing=list_missing(draft, parts) if draft.is_near else (),
        weights_version=grid.version,
    )


def list_missing(draft: Draft, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """What stands between a near-miss and the need, one sentence each."""
    refused = [
        rule.why
        for rule in draft.rules
        if rule.verdict is Verdict.NOT_ELIGIBLE and not rule.concerns_need
    ]
    weak = [
        part.why
        for part in parts
        if part.key in {"sector", "territory"} and part.value is not None and part.value < 0.5
    ]
    return (*refused, *weak)

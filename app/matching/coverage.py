"""What is asked for, cut into parts that several structures may share between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from app.clock import to_paris
from app.matching.criteria import (
    is_fresh,
    score_availability,
    score_proximity,
    sector_value,
)
from app.matching.engine import choose_activity
from app.matching.grids import TENDER
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.matching.rules import SEVERITY, RuleResult, Verdict, apply_rules, worst
from app.territories import TerritoryKind, get, list_territories, overlap

MOST_UNITS = 240  # beyond, wide places are no longer cut into départements


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One sector of one lot in one place: the smallest share of the work.

    `lot` is the position of its need, `place` the code of a territory, None where unknown. The
    weights of all units add up to 1: lots count the same, sectors by how surely they are sought.
    """

    lot: int
    sector: SoughtSector
    place: str | None
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What one structure could bring to these units.

    `values` has, for each unit, how well it covers it, in [0, 1]: zero on a lot whose rules refuse
    it. `verdicts` and `rules` go by lot. `capacity` is in full-time equivalents, None where it is
    unknown or too old. `reach` says how well it reaches the places: its declared area, else the
    distance of its seat, None for unknown; `lacks_area` that an area has to be asked for.
    """

    profile: Profile
    values: tuple[float, ...]
    verdicts: tuple[Verdict, ...]
    rules: tuple[tuple[RuleResult, ...], ...]
    capacity: float | None
    availability: float | None
    reach: float | None
    lacks_area: bool
    severity: int


def open_lots(needs: Sequence[Need], now: datetime) -> tuple[int, ...]:
    """The positions of the needs whose deadline still lies ahead."""
    return tuple(i for i, n in enumerate(needs) if n.deadline is None or n.deadline > now)


def cut_units(needs: Sequence[Need], now: datetime) -> tuple[Unit, ...]:
    """The units of the open lots whose sector is known."""
    lots = [i for i in open_lots(needs, now) if needs[i].sectors]
    places = {i: cut_places(needs[i].territories) for i in lots}
    if sum(len(places[i]) * len(needs[i].sectors) for i in lots) > MOST_UNITS:
        places = {i: tuple(needs[i].territories[:1]) or (None,) for i in lots}
    units = []
    for i in lots:
        total = sum(sought.weight for sought in needs[i].sectors) * len(places[i]) * len(lots)
        units += [
            Unit(lot=i, sector=sought, place=place, weight=sought.weight / total)
            for sought in needs[i].sectors
            for place in places[i]
        ]
    return tuple(units)


@lru_cache(maxsize=1024)
def cut_places(codes: tuple[str, ...]) -> tuple[str | None, ...]:
    """These places, the region being cut into its départements; `(None,)` where none is known."""
    cut: dict[str | None, None] = {}
    for code in codes:
        place = get(code)
        inside = list_territories(TerritoryKind.DEPARTMENT, within=place.code)
        whole = place.kind is TerritoryKind.REGION and inside
        cut.update(dict.fromkeys([t.code for t in inside] if whole else [place.code]))
    return tuple(cut) or (None,)


def make_offer(
    profile: Profile, needs: Sequence[Need], units: Sequence[Unit], now: datetime
) -> Offer:
    """What that structure could bring at that instant."""
    on = to_paris(now).date()
    rules = list_rules(profile, needs, now)
    verdicts = tuple(worst(results) for results in rules)
    values = tuple(
        0.0
        if verdicts[unit.lot] is Verdict.NOT_ELIGIBLE
        else max((unit_value(unit, activity) for activity in profile.activities), default=0.0)
        for unit in units
    )
    served = sorted({u.lot for u, value in zip(units, values, strict=True) if value})
    best = [(needs[lot], choose_activity(needs[lot], profile)) for lot in served]
    waits = [score_availability(need, profile, activity, on) for need, activity in best]
    known_waits = [wait for wait in waits if wait is not None]
    reaches = [r for n, a in best if (r := read_reach(n, profile, a, on)) is not None]
    return Offer(
        profile=profile,
        values=values,
        verdicts=verdicts,
        rules=rules,
        capacity=read_capacity(profile, units, values, on),
        availability=min(known_waits, default=None),
        reach=sum(reaches) / len(reaches) if reaches else None,
        lacks_area=any(activity.area is None and need.territories for need, activity in best),
        severity=max((SEVERITY[verdicts[lot]] for lot in served), default=0),
    )


def list_rules(
    profile: Profile, needs: Sequence[Need], now: datetime
) -> tuple[tuple[RuleResult, ...], ...]:
    """What the rules say of a structure, lot by lot; lots asked for alike are judged once."""
    judged: dict[Need, tuple[RuleResult, ...]] = {}
    found = []
    for need in needs:
        bare = replace(need, sectors=(), fte=None, fte_source="")
        if bare not in judged:
            results = apply_rules(TENDER.rules, bare, profile, now)
            judged[bare] = tuple(rule for rule in results if not rule.concerns_need)
        found.append(judged[bare])
    return tuple(found)


def unit_value(unit: Unit, activity: Activity) -> float:
    """How well an activity covers a unit; an area that nobody declared does not exclude."""
    value = sector_value(unit.sector, activity)
    if not value or unit.place is None or activity.area is None:
        return value
    return value * overlap(activity.area, (unit.place,))


def read_reach(need: Need, profile: Profile, activity: Activity, on: date) -> float | None:
    """How well an activity reaches the places of a need."""
    if activity.area is not None and need.territories:
        return overlap(activity.area, need.territories)
    return score_proximity(need, profile, activity, on)


def read_capacity(
    profile: Profile, units: Sequence[Unit], values: Sequence[float], on: date
) -> float | None:
    """The full-time equivalents on hand: of the activity that has most, since teams may be shared.

    None where no activity in the very sector of a unit has a recent capacity.
    """
    slugs = {u.sector.slug for u, value in zip(units, values, strict=True) if value}
    return max(
        (
            activity.capacity_fte
            for activity in profile.activities
            if activity.sector in slugs and activity.capacity_fte is not None
            if is_fresh(activity, on)
        ),
        default=None,
    )

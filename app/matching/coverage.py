"""What is asked for, cut into parts that several structures may share between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from app.clock import to_paris
from app.matching.criteria import (
    is_fresh,
    measure,
    score_availability,
    score_proximity,
    sector_value,
)
from app.matching.grids import TENDER
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.matching.relaxing import Relaxation
from app.matching.rules import SEVERITY, RuleResult, Verdict, apply_rules, worst
from app.matching.weighing import weigh
from app.territories import TerritoryKind, get, list_territories, overlap

MOST_UNITS = 240  # beyond, wide places are no longer cut into départements
WHOLE = 0.75  # a declared area that takes in so much of a place covers it
BEYOND_KM = 30.0  # a seat that near may be asked to work beyond its declared area
BEYOND_VALUE = 0.5  # of a place outside the declared area


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
class Cover:
    """One way for a structure to cover a unit, by its position: how well, in (0, 1].

    `asks` is what has to be given up to accept it: nothing, most often.
    """

    unit: int
    value: float
    asks: frozenset[Relaxation]


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What one structure could bring to these units.

    There is no cover on a lot whose rules refuse it. `verdicts` and `rules` go by lot. `capacity`
    is in full-time equivalents, None where it is unknown or too old. `proximity` and `availability`
    are in [0, 1], None for unknown; `lacks_area` says that an area has to be asked for; `severity`
    is that of its worst lot, of those it could work on.
    """

    profile: Profile
    covers: tuple[Cover, ...]
    verdicts: tuple[Verdict, ...]
    rules: tuple[tuple[RuleResult, ...], ...]
    capacity: float | None
    availability: float | None
    proximity: float | None
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
    covers = tuple(list_covers(profile, units, verdicts))
    served = sorted({units[cover.unit].lot for cover in covers})
    best = [(needs[lot], weigh(TENDER, needs[lot], profile, on).activity) for lot in served]
    waits = [score_availability(need, profile, activity, on) for need, activity in best]
    known_waits = [wait for wait in waits if wait is not None]
    near = [p for n, a in best if (p := score_proximity(n, profile, a, on)) is not None]
    return Offer(
        profile=profile,
        covers=covers,
        verdicts=verdicts,
        rules=rules,
        capacity=read_capacity(profile, [units[cover.unit].sector for cover in covers], on),
        availability=min(known_waits, default=None),
        proximity=sum(near) / len(near) if near else None,
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


def list_covers(
    profile: Profile, units: Sequence[Unit], verdicts: Sequence[Verdict]
) -> Iterator[Cover]:
    """Every way for a structure to cover each unit, of the lots that do not refuse it."""
    by_group: dict[str, list[Activity]] = {}
    for activity in profile.activities:
        by_group.setdefault(activity.group, []).append(activity)
    for at, unit in enumerate(units):
        if verdicts[unit.lot] is Verdict.NOT_ELIGIBLE:
            continue
        best: dict[frozenset[Relaxation], float] = {}
        for activity in by_group.get(unit.sector.group, ()):
            value, asks = reach_place(profile, activity, unit.place)
            if activity.sector != unit.sector.slug:
                asks |= {Relaxation.NEIGHBOUR_SECTOR}
            value *= sector_value(unit.sector, activity)
            best[asks] = max(value, best.get(asks, 0.0))
        for asks, value in best.items():
            if value:
                yield Cover(unit=at, value=value, asks=asks)


EXACT: frozenset[Relaxation] = frozenset()
IN_PART = frozenset({Relaxation.PART_OF_PLACE})
BEYOND = frozenset({Relaxation.BEYOND_AREA})


def reach_place(
    profile: Profile, activity: Activity, place: str | None
) -> tuple[float, frozenset[Relaxation]]:
    """How well an activity reaches a place, and what accepting it gives up.

    An area that nobody declared excludes nothing; a place outside the declared area may still be
    near the seat.
    """
    if place is None or activity.area is None:
        return 1.0, EXACT
    share = overlap(activity.area, (place,))
    if share:
        return share, EXACT if share >= WHOLE else IN_PART
    if profile.point is None:
        return 0.0, BEYOND
    distance = measure(profile.point, profile.commune, (place,))
    is_near = distance is not None and distance <= BEYOND_KM
    return BEYOND_VALUE if is_near else 0.0, BEYOND


def read_capacity(profile: Profile, served: Sequence[SoughtSector], on: date) -> float | None:
    """The full-time equivalents on hand: of the activity that has most, since teams may be shared.

    Of the activities in these very sectors; of their neighbours where there is none. None where no
    recent capacity is known.
    """
    slugs, groups = {sought.slug for sought in served}, {sought.group for sought in served}
    own = [activity for activity in profile.activities if activity.sector in slugs]
    near = [activity for activity in profile.activities if activity.group in groups]
    return max(
        (
            activity.capacity_fte
            for activity in own or near
            if activity.capacity_fte is not None and is_fresh(activity, on)
        ),
        default=None,
    )

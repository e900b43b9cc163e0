"""What would have a request reach more structures: neighbour sectors, a wider place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app import sectors, territories
from app.matching.engine import Matcher
from app.matching.profiles import Need as EngineNeed
from app.matching.profiles import SoughtSector


@dataclass(frozen=True, kw_only=True)
class Widening:
    """A change that would reach more organisations, and how many.

    `key` is `sectors`, with the slugs to ask for, or `territory`, with one code, in `values`.
    """

    key: str
    label: str
    values: tuple[str, ...]
    gain: int


def list_widenings(
    matcher: Matcher, wanted: EngineNeed, total: int, now: datetime
) -> list[Widening]:
    """What would reach more structures: the neighbour sectors, then a wider place."""
    found = []
    groups = {s.group for s in wanted.sectors}
    near = tuple(
        SoughtSector(slug=s.slug, group=s.group, name=s.name, weight=1.0)
        for group in sectors.groups()
        if group.slug in groups
        for s in group.sectors
    )
    if near and (gain := count(matcher, replace(wanted, sectors=near), now) - total) > 0:
        slugs = tuple(s.slug for s in near)
        label = "Demander aussi dans les filières voisines"
        found.append(Widening(key="sectors", label=label, values=slugs, gain=gain))
    for place in territories.ancestors(wanted.territories[0]) if wanted.territories else ():
        gain = count(matcher, replace(wanted, territories=(place.code,)), now) - total
        if gain > 0:
            label = f"Élargir le lieu à : {place.name}"
            values = (place.code,)
            found.append(Widening(key="territory", label=label, values=values, gain=gain))
            break
    return found


def count(matcher: Matcher, wanted: EngineNeed, now: datetime) -> int:
    """How many structures fit."""
    return matcher.match(wanted, now, limit=0, near=0).total

"""What a profile is worth for a need: which of its activities stands for it, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.matching.criteria import sector_value
from app.matching.grids import Grid
from app.matching.profiles import Activity, Need, Profile
from app.matching.weights import UNKNOWN


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighing:
    """A profile by one of its activities: the value of each part of the grid, None for unknown.

    `known_weight` is the weight of the parts that have a value, `known_sum` their weighted sum.
    """

    activity: Activity
    values: tuple[float | None, ...]
    known_weight: float
    known_sum: float
    is_elsewhere: bool

    @property
    def worth(self) -> float:
        """The sum, an unknown part counting for half, so that silence never wins nor loses."""
        return self.known_sum + (1 - self.known_weight) * UNKNOWN


def weigh(grid: Grid, need: Need, profile: Profile, on: date) -> Weighing:
    """A profile by the activity that serves the need best.

    Of those in a sector asked for – of neighbours where there is none – the one that may reach the
    place, then the one worth most. An activity more never makes that worse, and their order
    changes nothing. The profile has one activity at least.
    """
    serving = list_serving(need, profile.activities)
    weighings = [weigh_activity(grid, need, profile, activity, on) for activity in serving]
    if len(weighings) == 1:
        return weighings[0]
    return max(weighings, key=lambda weighing: order_of(weighing, need))


def list_serving(need: Need, activities: Sequence[Activity]) -> Sequence[Activity]:
    """The activities in the sectors asked for, else in their groups, else all of them."""
    slugs = {sought.slug for sought in need.sectors}
    groups = {sought.group for sought in need.sectors}
    exact = [activity for activity in activities if activity.sector in slugs]
    return exact or [a for a in activities if a.group in groups] or activities


def weigh_activity(
    grid: Grid, need: Need, profile: Profile, activity: Activity, on: date
) -> Weighing:
    """A profile by that activity."""
    values = tuple(c.score(need, profile, activity, on) for c in grid.criteria)
    known = [(w, v) for w, v in zip(grid.weights, values, strict=True) if v is not None]
    return Weighing(
        activity=activity,
        values=values,
        known_weight=sum(weight for weight, _ in known),
        known_sum=sum(weight * value for weight, value in known),
        is_elsewhere=values[grid.territory_at] == 0,
    )


def order_of(weighing: Weighing, need: Need) -> tuple[bool, float, float, float, str]:
    """The best last: by place, worth, what is known of it, its own sector, then any fixed order."""
    activity = weighing.activity
    own = max((s.weight * sector_value(s, activity) for s in need.sectors), default=0.0)
    return (
        not weighing.is_elsewhere,
        round(weighing.worth, 6),
        round(weighing.known_weight, 6),
        own,
        spell(activity),
    )


def spell(activity: Activity) -> str:
    """A text that two activities share only where they are the same."""
    area = activity.area
    reach = area and (sorted(area.zones), area.point, area.radius_km, area.whole_country)
    return f"{replace(activity, area=None)!r} {reach!r}"

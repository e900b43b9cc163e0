"""The parts of the score: each a function giving a value in [0, 1], or None for unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.clock import to_paris
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.matching.weights import (
    FAR_KM,
    FRESH_DAYS,
    INFERRED,
    LATE_DAYS,
    NEAR_KM,
    SAME_GROUP,
)
from app.territories import Point, TerritoryKind, contains, distance_km, explain, get, overlap

WIDE = frozenset({TerritoryKind.REGION, TerritoryKind.COUNTRY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """A named part of the score; its weight is in the grid that uses it.

    `score` gives the value, `why` the French sentence that goes with it, both from the need, the
    profile, its activity that fits best, and the day the question is asked.
    """

    key: str
    label: str
    score: Callable[[Need, Profile, Activity, date], float | None]
    why: Callable[[Need, Profile, Activity, date], str]


def sector_value(sought: SoughtSector, activity: Activity) -> float:
    """How well one activity serves one sector asked for."""
    if activity.sector == sought.slug:
        return INFERRED if activity.is_inferred else 1.0
    if activity.group == sought.group:
        return SAME_GROUP * (INFERRED if activity.is_inferred else 1.0)
    return 0.0


def score_sector(need: Need, profile: Profile, _activity: Activity, _on: date) -> float | None:
    """The share of the sectors asked for that the structure serves, the surest counting most."""
    total = sum(sought.weight for sought in need.sectors)
    if not total:
        return None
    served = sum(
        sought.weight * max((sector_value(sought, a) for a in profile.activities), default=0.0)
        for sought in need.sectors
    )
    return served / total


def explain_sector(need: Need, profile: Profile, _activity: Activity, _on: date) -> str:
    """Which of the sectors asked for it works in."""
    if not need.sectors:
        return "La filière du lot n’est pas connue."
    slugs = {activity.sector for activity in profile.activities}
    sure = {activity.sector for activity in profile.activities if not activity.is_inferred}
    served = [s for s in need.sectors if s.slug in slugs]
    if served:
        names = ", ".join(s.name for s in served)
        note = " (déduit du code NAF et du nom, à confirmer)"
        if any(s.slug in sure for s in served):
            note = ""
        return f"Travaille dans la filière demandée : {names}{note}."
    groups = {activity.group for activity in profile.activities}
    near = [s.name for s in need.sectors if s.group in groups]
    if near:
        return f"Travaille dans une filière voisine de : {', '.join(near)}."
    return "Ne travaille pas dans les filières demandées."


def score_territory(need: Need, _profile: Profile, activity: Activity, _on: date) -> float | None:
    """The share of the places of performance inside the activity's declared area."""
    if activity.area is None or not need.territories:
        return None
    return overlap(activity.area, need.territories)


def explain_territory(need: Need, _profile: Profile, activity: Activity, _on: date) -> str:
    """Why the area applies to the place, or does not."""
    if not need.territories:
        return "Le lieu d’exécution n’est pas connu."
    if activity.area is None:
        return "Zone d’intervention non renseignée : où cette structure intervient-elle ?"
    return explain(activity.area, need.territories[0])


def distance_to(need: Need, profile: Profile) -> float | None:
    """Kilometres from the seat to the nearest place of performance; None where one is unknown.

    Zero where the seat lies in the place; a region or a country is too wide to be far from.
    """
    if profile.point is None:
        return None
    return measure(profile.point, profile.commune, need.territories)


@lru_cache(maxsize=65_536)
def measure(seat: Point, commune: str | None, codes: tuple[str, ...]) -> float | None:
    """The same, for a seat in a commune and the codes of places; asked again at every ranking."""
    distances = []
    for code in codes:
        place = get(code)
        if commune and contains(code, commune) and place.kind not in WIDE:
            return 0.0
        if place.centre is not None and place.kind not in WIDE:
            distances.append(distance_km(seat, place.centre))
    return min(distances, default=None)


def score_proximity(need: Need, profile: Profile, _activity: Activity, _on: date) -> float | None:
    """1 near the seat, falling to 0 at the distance a daily commute cannot cover."""
    distance = distance_to(need, profile)
    if distance is None:
        return None
    return max(0.0, min(1.0, (FAR_KM - distance) / (FAR_KM - NEAR_KM)))


def explain_proximity(need: Need, profile: Profile, _activity: Activity, _on: date) -> str:
    """How far the seat is."""
    distance = distance_to(need, profile)
    if distance is None:
        return "Distance inconnue : le lieu d’exécution ou le siège n’est pas précis."
    if distance == 0:
        return "Le siège est dans le lieu d’exécution."
    return f"Le siège est à {distance:.0f} km du lieu d’exécution, à vol d’oiseau."


def is_fresh(activity: Activity, on: date) -> bool:
    """Whether the capacity was declared recently enough to be believed."""
    declared = activity.capacity_as_of
    return declared is not None and (on - declared).days <= FRESH_DAYS


def score_capacity(need: Need, _profile: Profile, activity: Activity, on: date) -> float | None:
    """The full-time equivalents on hand, as a share of those asked for."""
    if need.fte is None or activity.capacity_fte is None or not is_fresh(activity, on):
        return None
    return 1.0 if need.fte <= 0 else min(1.0, activity.capacity_fte / need.fte)


def explain_capacity(need: Need, _profile: Profile, activity: Activity, on: date) -> str:
    """The two volumes, or the one that is missing."""
    if activity.capacity_fte is None:
        return "Capacité non renseignée : combien d’équivalents temps plein sont disponibles ?"
    has = f"{activity.capacity_fte:g} ETP disponibles".replace(".", ",")
    if not is_fresh(activity, on):
        return f"{has}, déclarés il y a plus de {FRESH_DAYS} jours : à confirmer."
    if need.fte is None:
        return f"{has} ; le volume du lot n’est pas connu."
    return f"{has} pour {need.fte:.1f} demandés ({need.fte_source}).".replace(".", ",", 1)


def score_availability(need: Need, _profile: Profile, activity: Activity, on: date) -> float | None:
    """1 where free before the deadline, falling to 0 half a year after it."""
    if activity.available_from is None:
        return None
    needed = need.starts_on or (to_paris(need.deadline).date() if need.deadline else on)
    late = (activity.available_from - max(needed, on)).days
    return max(0.0, min(1.0, 1 - late / LATE_DAYS))


def explain_availability(_need: Need, _profile: Profile, activity: Activity, on: date) -> str:
    """From when it is free."""
    if activity.available_from is None:
        return "Disponibilité non renseignée : à partir de quand ?"
    if activity.available_from <= on:
        return "Disponible dès maintenant."
    return f"Disponible à partir du {activity.available_from:%d/%m/%Y}."


def score_service(need: Need, _profile: Profile, activity: Activity, _on: date) -> float | None:
    """Whether the activity is sold in the form asked for."""
    if need.service is None or activity.service is None:
        return None
    return 1.0 if need.service is activity.service else 0.0


def explain_service(need: Need, _profile: Profile, activity: Activity, _on: date) -> str:
    """The two forms of service."""
    if need.service is None:
        return "La forme de service demandée n’est pas connue."
    if activity.service is None:
        return "Forme de service non renseignée : prestation, vente ou mise à disposition ?"
    if need.service is activity.service:
        return f"Forme de service demandée : {need.service.label.lower()}."
    return f"Propose : {activity.service.label.lower()} ; demandé : {need.service.label.lower()}."


SECTOR = Criterion(key="sector", label="Filière", score=score_sector, why=explain_sector)
TERRITORY = Criterion(
    key="territory", label="Territoire", score=score_territory, why=explain_territory
)
PROXIMITY = Criterion(
    key="proximity", label="Proximité", score=score_proximity, why=explain_proximity
)
CAPACITY = Criterion(key="capacity", label="Capacité", score=score_capacity, why=explain_capacity)
AVAILABILITY = Criterion(
    key="availability", label="Disponibilité", score=score_availability, why=explain_availability
)
SERVICE = Criterion(
    key="service", label="Forme de service", score=score_service, why=explain_service
)

"""What is near a project: the same sector, within a radius or inside a territory.

A signal to talk about, never a veto: it ranks nothing and forbids nothing. Pure, and symmetric for
two projects: the larger of their radiuses counts, and the order of the two changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.clock import NBSP
from app.territories import Point, Territory, codes_within, distance_km

STEP_KM = 5
"""Distances of a project are told by so many km, so that they locate nobody."""


class Silence(StrEnum):
    """Why nothing is said of two things."""

    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_SECTOR = "unknown_sector"
    OTHER_SECTOR = "other_sector"
    TOO_FAR = "too_far"

    @property
    def label(self) -> str:
        """The sentence people read."""
        return SILENCE_LABELS[self]


SILENCE_LABELS = {
    Silence.UNKNOWN_PLACE: "Le lieu n’est pas connu\u00a0: rien ne peut être dit proche.",
    Silence.UNKNOWN_SECTOR: "La filière n’est pas connue\u00a0: rien ne peut être dit proche.",
    Silence.OTHER_SECTOR: "Les filières sont différentes.",
    Silence.TOO_FAR: "C’est plus loin que le rayon choisi.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A project: slugs of sectors, where it would be (None: not said), what it calls near, in km.

    The radius counts around a commune or an arrondissement; a wider territory is itself what is
    near.
    """

    sectors: tuple[str, ...]
    place: Territory | None
    radius_km: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A structure: slugs of sectors, its point, and the codes of the places it is known to be in.

    Either may be missing.
    """

    sectors: tuple[str, ...]
    point: Point | None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearness:
    """What two things near one another share; `distance_km` as the crow flies.

    None where one of the two is a territory too wide to be a point, or has no known point.
    """

    sectors: tuple[str, ...]
    distance_km: float | None


def between_plans(one: Plan, other: Plan) -> Nearness | Silence:
    """Whether two projects are near: within the larger radius, or one inside the other's place."""
    if one.place is None or other.place is None:
        return Silence.UNKNOWN_PLACE
    shared = share(one.sectors, other.sectors)
    if isinstance(shared, Silence):
        return shared
    here, there = point_of(one.place), point_of(other.place)
    distance = distance_km(here, there) if here and there else None
    is_reached = distance is not None and distance <= max(one.radius_km, other.radius_km)
    if is_reached or codes_within(one.place.code) & codes_within(other.place.code):
        return Nearness(sectors=shared, distance_km=distance)
    return Silence.TOO_FAR


def around_plan(plan: Plan, seat: Seat) -> Nearness | Silence:
    """Whether a structure is near a project: its point within the radius, or inside the place.

    One whose point is not known is near where it is known to be inside.
    """
    if plan.place is None or (seat.point is None and not seat.codes):
        return Silence.UNKNOWN_PLACE
    shared = share(plan.sectors, seat.sectors)
    if isinstance(shared, Silence):
        return shared
    centre = point_of(plan.place)
    if centre is not None and seat.point is not None:
        distance = distance_km(centre, seat.point)
        is_near = distance <= plan.radius_km
        return Nearness(sectors=shared, distance_km=distance) if is_near else Silence.TOO_FAR
    if codes_within(plan.place.code) & seat.codes:
        return Nearness(sectors=shared, distance_km=None)
    return Silence.TOO_FAR


def share(one: Collection[str], other: Collection[str]) -> tuple[str, ...] | Silence:
    """The sectors that both have, sorted."""
    if not one or not other:
        return Silence.UNKNOWN_SECTOR
    return tuple(sorted(set(one) & set(other))) or Silence.OTHER_SECTOR


def point_of(place: Territory) -> Point | None:
    """The centre of a commune or of an arrondissement; None for what is wider."""
    return place.centre if place.is_place else None


def round_distance(distance: float) -> int:
    """The distance by steps of 5 km; zero below the first."""
    return 0 if distance < STEP_KM else int((distance + STEP_KM / 2) // STEP_KM) * STEP_KM


def say_distance(distance: float | None) -> str:
    """« à environ 10 km », « à moins de 5 km »: never nearer to the truth than a step."""
    if distance is None:
        return "sur un territoire qui recoupe celui du projet"
    steps = round_distance(distance)
    return f"à environ {steps}{NBSP}km" if steps else f"à moins de {STEP_KM}{NBSP}km"

"""An activity of the history in French: its name, and each of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app import sectors
from app.clock import NBSP
from app.matching.kinds import ServiceType
from app.siae.profile_fields import NOTHING, say_iso_day, say_number
from app.siae.profile_words import VolumeUnit
from app.territories import find_code

Values = Mapping[str, Any]
PART_LABELS = {
    "sector": "Filière",
    "service": "Forme de service",
    "zones": "Zones",
    "radius_km": "Rayon autour du siège",
    "is_nationwide": "France entière",
    "capacity_fte": "Capacité en ETP",
    "capacity_volume": "Capacité en volume",
    "capacity_unit": "Unité",
    "capacity_as_of": "Capacité constatée le",
    "available_from": "Disponible à partir du",
    "is_inferred": "Déduite par un import",
    "evidence": "Pourquoi cette filière",
}


def say_sector(slug: str) -> str:
    """The name of a sector; its slug where it has left the taxonomy."""
    sector = sectors.find(slug)
    return sector.name if sector else slug


def say_part(name: str, value: Any) -> str:  # noqa: ANN401  JSON
    """One part of an activity; « rien » where it is empty."""
    if value in (None, "", [], False):
        return NOTHING
    return SAY[name](value)


def say_service(value: str) -> str:
    """A form of service."""
    return ServiceType(value).label


def say_zones(codes: list[str]) -> str:
    """Names of territories."""
    return ", ".join(place.name if (place := find_code(code)) else code for code in codes)


def say_unit(value: str) -> str:
    """« repas par mois »."""
    return VolumeUnit(value).label if value in set(VolumeUnit) else value


SAY: dict[str, Callable[[Any], str]] = {
    "sector": say_sector,
    "service": say_service,
    "zones": say_zones,
    "radius_km": lambda value: f"{say_number(value)}{NBSP}km",
    "is_nationwide": lambda _value: "oui",
    "capacity_fte": lambda value: f"{say_number(value)}{NBSP}ETP",
    "capacity_volume": say_number,
    "capacity_unit": say_unit,
    "capacity_as_of": say_iso_day,
    "available_from": say_iso_day,
    "is_inferred": lambda _value: "oui",
    "evidence": str,
}


def say_area(values: Values) -> str:
    """Where an activity is done; empty where nobody said it."""
    if values["is_nationwide"]:
        return "France entière"
    if values["zones"]:
        return say_zones(values["zones"])
    if values["radius_km"] is not None:
        return f"{say_number(values['radius_km'])}{NBSP}km autour du siège"
    return ""


def say_capacity(values: Values) -> str:
    """« 3 ETP », « 400 repas par mois », both; empty where nobody said it."""
    parts = []
    if values["capacity_fte"] is not None:
        parts.append(f"{say_number(values['capacity_fte'])}{NBSP}ETP")
    if values["capacity_volume"] is not None:
        unit = say_unit(values["capacity_unit"])
        parts.append(f"{say_number(values['capacity_volume'])} {unit}".strip())
    return ", ".join(parts)


def say_activity(values: Values | None) -> str:
    """The whole of an activity in one line; « rien » where there is none."""
    if not values:
        return NOTHING
    service = ServiceType(values["service"]).label if values["service"] else ""
    capacity = say_capacity(values)
    since = values["capacity_as_of"]
    if capacity and since:
        capacity += f" (au {say_iso_day(since)})"
    free = values["available_from"]
    parts = (
        service,
        say_area(values),
        capacity,
        f"disponible à partir du {say_iso_day(free)}" if free else "",
        "déduite par un import" if values["is_inferred"] else "",
    )
    return f"{NBSP}; ".join(part for part in parts if part) or say_sector(values["sector"])

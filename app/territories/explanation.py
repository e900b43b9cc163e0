"""Why something applies to a place, in one French sentence."""

from __future__ import annotations

from app.territories.areas import Area, covers, leaves_in
from app.territories.catalog import contains, get, leaves_of, load_catalog
from app.territories.distance import distance_km
from app.territories.french import is_plural, say_all_of, say_definite, say_of, say_where
from app.territories.kinds import Territory, TerritoryKind

NBSP, THIN = "\u00a0", "\u202f"
"""Before « : » and between a number and its unit; before « ; »."""
NOUNS = {
    TerritoryKind.COMMUNE: "commune",
    TerritoryKind.ARRONDISSEMENT: "arrondissement",
    TerritoryKind.DEPARTMENT: "département",
}


def explain(area: Area, code: str) -> str:
    """What the area is and how that territory stands in it; NotFoundError for an unknown code.

    Names the smallest zone that contains the place, or the distance to its centre, or the part of
    the place that is reached.
    """
    place = get(code)
    if area.is_nationwide:
        return "Intervient dans toute la France."
    if zone := _zone_around(area, place):
        return _say_zone(zone, place)
    if place.is_place and area.point is not None and area.radius_km is not None:
        return _say_distance(area, place)
    return _say_covered(area, place) if covers(area, place.code) else _say_part(area, place)


def _zone_around(area: Area, place: Territory) -> Territory | None:
    zones = [get(code) for code in area.zones if contains(code, place.code)]
    return min(zones, key=lambda z: (z.kind.rank, z.code), default=None)


def _say_zone(zone: Territory, place: Territory) -> str:
    if zone.code == place.code:
        if zone.kind is TerritoryKind.COMMUNE:
            return f"Intervient {say_where(zone)}."
        return f"Intervient {say_all_of(zone)}."
    verb = "font" if is_plural(place) else "fait"
    return f"Intervient {say_all_of(zone)}, dont {verb} partie {say_definite(place)}."


def _say_distance(area: Area, place: Territory) -> str:
    """The place is a commune or an arrondissement, the area has a circle."""
    if area.point is None or area.radius_km is None or place.centre is None:
        return _say_part(area, place)
    distance = distance_km(area.point, place.centre)
    radius = _say_km(area.radius_km)
    apart = _say_km(round(distance)) if distance >= 1 else f"moins de 1{NBSP}km"
    name = say_definite(place)
    if not covers(area, place.code):
        rest = f"{name} est à {apart}, au-delà du rayon de {radius}"
        return f"N’intervient pas {say_where(place)}{NBSP}: {rest}."
    if distance > area.radius_km:
        return f"Intervient dans un rayon de {radius} autour d’un point situé {say_where(place)}."
    return f"Intervient dans un rayon de {radius}{THIN}; {name} est à {apart}."


def _say_covered(area: Area, place: Territory) -> str:
    if area.radius_km is not None:
        radius = _say_km(area.radius_km)
        return f"Intervient {say_all_of(place)}, dans un rayon de {radius}."
    return f"Intervient {say_all_of(place)}."


def _say_part(area: Area, place: Territory) -> str:
    leaves = leaves_of(place.code)
    reached = leaves & leaves_in(area)
    if not reached:
        return f"N’intervient pas {say_where(place)}."
    part = f"Intervient dans une partie {say_of(place)}"
    if TerritoryKind.COUNTRY is place.kind:
        return f"{part}."
    whole = f"{len(leaves):,}".replace(",", THIN)
    return f"{part}{NBSP}: {_count(reached)} sur {whole}."


def _count(leaves: frozenset[str]) -> str:
    """« 1 commune », « 8 communes », « 24 communes et arrondissements »."""
    territories = load_catalog().territories
    kinds = sorted({territories[code].kind for code in leaves}, key=lambda k: -k.rank)
    nouns = [f"{NOUNS[kind]}s" if len(leaves) > 1 else NOUNS[kind] for kind in kinds]
    return f"{len(leaves):,} ".replace(",", THIN) + " et ".join(nouns)


def _say_km(km: float) -> str:
    """« 7 km », « 2,5 km »: one decimal below ten."""
    number = f"{km:.1f}".removesuffix(".0").replace(".", ",") if km < 10 else str(round(km))
    return f"{number}{NBSP}km"

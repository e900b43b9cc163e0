"""Where a structure is: its commune as the file says, its point from the file or the commune."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import InvalidError
from app.siae.records import SiaeRecord
from app.territories import Point, Territory, distance_km, find_code, locate

FARTHEST_KM = 30.0  # a point farther than this from its commune's centre is a mistake


@dataclass(frozen=True, kw_only=True)
class Location:
    """A place, and how it was found; `remark` says in French what was put right."""

    commune_code: str | None = None
    department_code: str | None = None
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geocoding: str = ""
    remark: str = ""


def find_commune(record: SiaeRecord) -> Territory | None:
    """The commune, or the arrondissement of Paris, of a record."""
    if record.commune_code:
        place = find_code(record.commune_code)
        if place is not None and place.is_place:
            return place
    return locate(record.postal_code, record.city)


def locate_record(record: SiaeRecord) -> Location:
    """Where a record is; a point that contradicts the commune gives way to the commune's centre."""
    commune = find_commune(record)
    point = read_point(record)
    if commune is None:
        department = find_code(record.postal_code[:2]) if record.postal_code else None
        return Location(
            department_code=department.code if department else None,
            city=record.city,
            latitude=point.lat if point else None,
            longitude=point.lon if point else None,
            geocoding="source" if point else "",
            remark=f"commune non reconnue : « {record.postal_code} {record.city} »",
        )
    remark = ""
    centre = commune.centre
    if point and centre and distance_km(point, centre) > FARTHEST_KM:
        remark = f"coordonnées à plus de {FARTHEST_KM:.0f} km de {commune.name} : ignorées"
        point = None
    chosen = point or centre
    return Location(
        commune_code=commune.code,
        department_code=commune.department,
        city=commune.name,
        latitude=chosen.lat if chosen else None,
        longitude=chosen.lon if chosen else None,
        geocoding="source" if point else "commune",
        remark=remark,
    )


def read_point(record: SiaeRecord) -> Point | None:
    """The point of a record, or None where it has none or an impossible one."""
    if record.latitude is None or record.longitude is None:
        return None
    try:
        return Point(lat=record.latitude, lon=record.longitude)
    except InvalidError:
        return None

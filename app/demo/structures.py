"""Fictional structures, from their samples to rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zlib import crc32

from app.clock import to_paris
from app.demo.samples import ActivitySample, StructureSample
from app.errors import InvalidError
from app.imports.text import fold, slugify
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.territories import Point, Territory, locate

SOURCE = "demo"
SPREAD = 0.006  # degrees, about 600 m: structures of one commune do not hide each other on the map
STEPS = 1000


def make_structure(sample: StructureSample, now: datetime) -> Siae:
    """One structure, with its organisation and activities, all marked as a demonstration.

    Without SIRET, address or contact. Raises InvalidError for a commune that does not exist.
    """
    commune = find_commune(sample)
    point = place_near(commune, sample.name)
    slug = slugify(f"{SOURCE} {sample.name} {commune.name}", limit=110)
    on = to_paris(now).date()
    return Siae(
        organisation=Organisation(siret=None, name=sample.name, is_demo=True, created_at=now),
        kind=sample.kind,
        slug=slug,
        name=sample.name,
        sort_name=fold(sample.name),
        description=sample.description,
        postal_code=sample.postal_code,
        city=commune.name,
        commune_code=commune.code,
        department_code=commune.department,
        latitude=point.lat if point else None,
        longitude=point.lon if point else None,
        geocoding="commune",
        capacity_places=sample.places,
        source=SOURCE,
        source_id=slug[:60],
        is_demo=True,
        created_at=now,
        updated_at=now,
        activities=[make_activity(activity, on) for activity in sample.activities],
    )


def find_commune(sample: StructureSample) -> Territory:
    """The commune of a structure; raises InvalidError where there is none."""
    commune = locate(sample.postal_code, sample.city)
    if commune is None:
        message = f"commune inconnue : {sample.postal_code} {sample.city}"
        raise InvalidError(message)
    return commune


def place_near(commune: Territory, name: str) -> Point | None:
    """A point near the commune's centre, the same for the same name at every load."""
    if commune.centre is None:
        return None
    mark = crc32(name.encode())
    return Point(
        lat=round(commune.centre.lat + shift(mark % STEPS), 5),
        lon=round(commune.centre.lon + shift(mark // STEPS % STEPS), 5),
    )


def shift(step: int) -> float:
    """A step in [0, STEPS) as degrees within ±SPREAD."""
    return (2 * step / STEPS - 1) * SPREAD


def make_activity(sample: ActivitySample, on: date) -> Activity:
    """One activity, its dates counted from that day."""
    return Activity(
        sector=sample.sector,
        service=sample.service,
        zones=list(sample.zones) or None,
        radius_km=sample.radius_km,
        capacity_fte=sample.fte,
        capacity_as_of=move(on, sample.declared_days_ago, -1),
        available_from=move(on, sample.free_in_days, 1),
        is_inferred=False,
    )


def move(on: date, days: int | None, way: int) -> date | None:
    """That many days after (1) or before (-1) a day; None where no number is known."""
    return None if days is None else on + timedelta(days=way * days)

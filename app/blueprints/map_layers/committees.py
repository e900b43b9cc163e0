"""Committees on the map: one mark per territory that has some in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.map_layers.source import LayerSource
from app.committees import queries
from app.committees.models import Committee
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature


def read(filters: StructureFilters, now: datetime) -> Iterator[Layer]:
    """The territories that the filters leave, with the committees in force there."""
    found: dict[str, list[Committee]] = defaultdict(list)
    for committee in db.session.scalars(queries.in_force(now.date())):
        found[committee.territory].append(committee)
    yield Layer(
        key="instances",
        label="Instances",
        letter="I",
        mark=PALETTE[10],
        features=tuple(
            feature
            for code, committees in found.items()
            if not filters.territories
            or any(territories.contains(code, wanted) for wanted in filters.territories)
            if (feature := place_of(code, committees)) is not None
        ),
        is_shown=False,
    )


def place_of(code: str, committees: list[Committee]) -> PlaceFeature | None:
    """The mark of a territory; none where it has no centre."""
    place = territories.get(code)
    if place.centre is None:
        return None
    return PlaceFeature(
        point=place.centre,
        title=f"Instances {territories.say_of(place)}",
        subtitle=", ".join(committee.what.label for committee in committees),
        url=f"/instances?territoire={place.slug}",
        kind="instance",
    )


def stamp() -> object:
    """How many committees, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp)

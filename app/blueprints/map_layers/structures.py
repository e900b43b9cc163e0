"""Structures on the map: a layer per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from app.blueprints.criteria import siae_criteria
from app.blueprints.map_layers.source import LayerSource
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature
from app.matching.kinds import SiaeKind
from app.siae import queries
from app.territories import Point


def read(filters: StructureFilters, _now: datetime) -> Iterator[Layer]:
    """A layer per kind of structure."""
    places: dict[SiaeKind, list[PlaceFeature]] = defaultdict(list)
    for row in db.session.execute(queries.places(siae_criteria(filters))):
        places[row.kind].append(
            PlaceFeature(
                point=Point(lat=row.latitude, lon=row.longitude),
                title=row.brand or row.name,
                subtitle=f"{row.kind.label} – {row.city}",
                url=f"/structures/{row.slug}",
                kind=row.kind.value,
            )
        )
    for mark, kind in zip(PALETTE, SiaeKind, strict=False):
        yield Layer(
            key=kind.value.lower(),
            label=f"{kind.label} ({kind})",
            letter=kind.value,
            mark=mark,
            features=places[kind],
        )


def stamp() -> object:
    """How many structures, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp, is_listed=False)

"""Premises offered and sought, on the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.criteria import codes_inside
from app.blueprints.map_layers.source import LayerSource
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature
from app.premises import queries
from app.premises.kinds import Direction
from app.premises.queries import PremisesCriteria
from app.toolkit.typography import set_french

MARK = PALETTE[13]


def read(filters: StructureFilters, now: datetime) -> Iterator[Layer]:
    """The announcements that stand, at the centre of their commune or territory."""
    criteria = PremisesCriteria(territories=codes_inside(filters))
    features = []
    for row in db.session.execute(queries.places(criteria, now)):
        place = territories.find_code(row.territory_code)
        if place is None or place.centre is None:
            continue
        features.append(
            PlaceFeature(
                point=place.centre,
                title=set_french(row.title),
                subtitle=f"{Direction(row.direction).label} – {place.name}",
                url=f"/locaux/{row.slug}",
                kind="local",
            )
        )
    yield Layer(
        key="locaux",
        label="Locaux proposés ou recherchés",
        letter="L",
        mark=MARK,
        features=tuple(features),
        is_shown=False,
    )


def stamp() -> object:
    """How many announcements, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp)

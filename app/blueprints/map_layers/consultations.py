"""Open consultations on the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.criteria import tender_criteria
from app.blueprints.formatting import format_moment
from app.blueprints.map_layers.source import LayerSource
from app.extensions import db
from app.forms.filters import StructureFilters
from app.forms.tender_filters import TenderFilters
from app.maps import PALETTE, Layer, PlaceFeature
from app.matching.kinds import SiaeKind
from app.tenders import queries


def tenders_of(filters: StructureFilters) -> TenderFilters:
    """The same filters, for the open consultations."""
    return TenderFilters(
        text=filters.text,
        sectors=filters.sectors,
        territories=filters.territories,
        radius=filters.radius,
    )


def read(filters: StructureFilters, now: datetime) -> Iterator[Layer]:
    """The open consultations, at the centre of their first place."""
    criteria = tender_criteria(tenders_of(filters))
    features: dict[str, PlaceFeature] = {}
    for row in db.session.execute(queries.places(criteria, now)):
        place = territories.find_code(row.territory)
        if place is None or place.centre is None or row.reference in features:
            continue
        features[row.reference] = PlaceFeature(
            point=place.centre,
            title=row.title,
            subtitle=f"{row.buyer_name} – jusqu’au {format_moment(row.deadline_at)}",
            url=f"/marches/{row.reference}",
            kind="marché",
        )
    yield Layer(
        key="consultations",
        label="Consultations ouvertes",
        letter="M",
        mark=PALETTE[len(SiaeKind)],
        features=tuple(features.values()),
    )


def stamp() -> object:
    """How many consultations, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp, is_listed=False)

"""What is to come in the agenda, on the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.criteria import codes_inside, expand_sectors, find_texts
from app.blueprints.formatting import format_moment
from app.blueprints.map_layers.source import LayerSource
from app.events import queries
from app.events.queries import EventCriteria
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature
from app.search.backend import DocumentKind
from app.toolkit.typography import set_french

MARK = PALETTE[12]


def read(filters: StructureFilters, now: datetime) -> Iterator[Layer]:
    """The events to come, at the centre of their commune or territory."""
    criteria = EventCriteria(
        territories=codes_inside(filters),
        sectors=expand_sectors(filters.sectors),
        slugs=find_texts(filters, DocumentKind.EVENT),
    )
    features = []
    for row in db.session.execute(queries.places(criteria, now)):
        place = territories.find_code(row.territory_code)
        if place is None or place.centre is None:
            continue
        when = format_moment(row.starts_at, "day" if row.is_all_day else "minute")
        features.append(
            PlaceFeature(
                point=place.centre,
                title=set_french(row.title),
                subtitle=f"{place.name} – {when}",
                url=f"/agenda/{row.slug}",
                kind="événement",
            )
        )
    yield Layer(
        key="agenda",
        label="Événements à venir",
        letter="É",
        mark=MARK,
        features=tuple(features),
        is_shown=False,
    )


def stamp() -> object:
    """How many events, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp)

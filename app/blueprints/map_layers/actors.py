"""Actors on the map, at the centre of the territories that are their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.map_layers.source import LayerSource
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature
from app.stakeholders import queries
from app.stakeholders.directory import load_directory
from app.stakeholders.listing import ActorCriteria, select_actors
from app.toolkit.actor_sheet import Actor

MOST_PLACES = 12  # of one actor; beyond, its list of zones is no place


def read(filters: StructureFilters, _now: datetime) -> Iterator[Layer]:
    """The actors with zones of their own that serve the places asked for; not those of the region.

    Words, sectors and kinds are those of structures: they leave actors as they are.
    """
    directory = load_directory(db.session())
    wanted = ActorCriteria(territories=filters.territories)
    found = select_actors(directory, wanted)
    yield Layer(
        key="acteurs",
        label="Acteurs (au centre de leur territoire)",
        letter="A",
        mark=PALETTE[9],
        features=tuple(place for actor in found for place in places_of(actor)),
        is_shown=False,
    )


def places_of(actor: Actor) -> Iterator[PlaceFeature]:
    """A place at the centre of each of its own zones."""
    for code in actor.territories[:MOST_PLACES]:
        zone = territories.find_code(code)
        if zone is not None and zone.centre is not None:
            yield PlaceFeature(
                point=zone.centre,
                title=actor.name,
                subtitle=f"{actor.kind.label} – au centre de son territoire, {zone.label}",
                url=actor.path,
                kind="acteur",
            )


def stamp() -> object:
    """How many sheets, and when the last one changed."""
    return tuple(db.session.execute(queries.stamp()).one())


SOURCE = LayerSource(read=read, stamp=stamp)

"""Experiments on the map, at the centre of the territories where they take place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.map_layers.source import LayerSource
from app.experiments.files import load_experiments
from app.experiments.records import Experiment
from app.forms.filters import StructureFilters
from app.maps import PALETTE, Layer, PlaceFeature


def read(filters: StructureFilters, now: datetime) -> Iterator[Layer]:
    """One mark per experiment and territory; those of the whole country have no place to be at."""
    yield Layer(
        key="experimentations",
        label="Expérimentations",
        letter="X",
        mark=PALETTE[11],
        features=tuple(
            feature
            for experiment in load_experiments()
            if not filters.territories or any(map(experiment.is_in, filters.territories))
            for feature in places_of(experiment, now)
        ),
        is_shown=False,
    )


def places_of(experiment: Experiment, now: datetime) -> Iterator[PlaceFeature]:
    """The marks of an experiment."""
    status = experiment.status_on(now.date()).state.label
    for place in experiment.places:
        centre = territories.get(place.territory).centre
        if centre is not None:
            yield PlaceFeature(
                point=centre,
                title=experiment.name,
                subtitle=f"{place.label} – {status}",
                url=experiment.path,
                kind="expérimentation",
            )


def stamp() -> object:
    """The sheets, and when each was checked."""
    return tuple((e.slug, e.verified_on) for e in load_experiments())


SOURCE = LayerSource(read=read, stamp=stamp)

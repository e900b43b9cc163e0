"""Every layer of the map, in the order of its legend."""

from __future__ import annotations

from app.blueprints.map_layers import (
    actors,
    committees,
    consultations,
    events,
    experiments,
    premises,
    structures,
    underserved,
)
from app.blueprints.map_layers.source import LayerSource

LAYERS: tuple[LayerSource, ...] = (
    structures.SOURCE,
    consultations.SOURCE,
    underserved.SOURCE,
    events.SOURCE,
    premises.SOURCE,
    experiments.SOURCE,
    committees.SOURCE,
    actors.SOURCE,
)

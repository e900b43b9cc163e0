"""Under-served territories on the map: areas shaded by the class of their index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app import territories
from app.blueprints.formatting import format_number, format_percent
from app.blueprints.map_layers.source import LayerSource
from app.clock import NBSP
from app.extensions import db
from app.forms.filters import StructureFilters
from app.maps import SHADES, AreaClass, AreaFeature, AreaLayer
from app.portraits.need import NeedRow, NeedTable, need_stamp, read_need
from app.portraits.need_levels import Level
from app.siting import NEED_CLASSES

CLASSES = tuple(
    AreaClass(number=one.number, label=f"{one.label} ({one.bounds})", colour=colour)
    for one, colour in zip(NEED_CLASSES, SHADES, strict=True)
)


def read(filters: StructureFilters, _now: datetime) -> Iterator[AreaLayer]:
    """The EPT and EPCI, those around or inside the chosen territories where some are."""
    table = read_need(db.session(), Level.GROUPS)
    wanted = [territories.communes_of(code) for code in filters.territories]
    rows = [
        row
        for row in table.rows
        if not wanted or any(territories.communes_of(row.territory.code) & some for some in wanted)
    ]
    yield area_layer(table, rows, is_shown=False)


def area_layer(table: NeedTable, rows: list[NeedRow], *, is_shown: bool) -> AreaLayer:
    """These rows as areas."""
    return AreaLayer(
        key="indice-de-besoin",
        label=f"Indice de besoin{' (partiel)' if table.is_partial else ''}, {table.level.label}",
        classes=CLASSES,
        features=tuple(area_of(row) for row in rows),
        is_shown=is_shown,
    )


def area_of(row: NeedRow) -> AreaFeature:
    """A territory, shaded by its class."""
    need = row.need
    return AreaFeature(
        outline=territories.outline(row.territory.code),
        title=row.territory.label,
        subtitle=say_index(row),
        url=f"/territoires/{row.territory.code}",
        area_class=need.need_class.number if need else None,
    )


def say_index(row: NeedRow) -> str:
    """The index in words, with its class, its rank and what is known."""
    need, stability = row.need, row.stability
    if need is None or stability is None:
        return f"Indice inconnu{NBSP}: aucune donnée"
    score = format_number(need.score)
    known = format_percent(need.confidence)
    return (
        f"Indice {score} sur 100, {need.need_class.label.lower()}{NBSP}; "
        f"{stability.sentence}{NBSP}; {known} de la formule connus"
    )


def stamp() -> object:
    """A value that changes whenever a structure or an imported figure does."""
    return need_stamp(db.session())


SOURCE = LayerSource(read=read, stamp=stamp)

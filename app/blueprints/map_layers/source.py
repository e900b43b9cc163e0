"""What a layer of the map gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.forms.filters import StructureFilters
from app.maps import MapLayer

Read = Callable[[StructureFilters, datetime], Iterable[MapLayer]]
"""The layers, of places or of areas, that these filters leave at that instant.

In a constant number of queries.
"""


@dataclass(frozen=True, kw_only=True)
class LayerSource:
    """Where layers come from.

    `stamp` gives a value that changes whenever what is shown does. The features of a source that is
    `is_listed` follow the map as a list; the others have a list of their own on the page.
    """

    read: Read
    stamp: Callable[[], object]
    is_listed: bool = True

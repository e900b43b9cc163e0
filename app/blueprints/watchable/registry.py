"""The lists that can be watched: one line each."""

from __future__ import annotations

from typing import Any

from app.blueprints.watchable import (
    events,
    funding,
    premises,
    renewals,
    search,
    sectors,
    stakeholders,
    structures,
    tenders,
)
from app.blueprints.watchable.frame import Watchable
from app.errors import NotFoundError

WATCHABLES: tuple[Watchable[Any], ...] = (
    tenders.WATCHABLE,
    renewals.WATCHABLE,
    structures.WATCHABLE,
    funding.WATCHABLE,
    events.WATCHABLE,
    premises.WATCHABLE,
    stakeholders.WATCHABLE,
    sectors.WATCHABLE,
    search.WATCHABLE,
)
WATCHES = {watchable.key: watchable for watchable in WATCHABLES}
BY_PATH = {watchable.path: watchable for watchable in WATCHABLES}


def find_watchable(key: str) -> Watchable[Any]:
    """The list of that key; NotFoundError where no list that anybody may read has it."""
    found = WATCHES.get(key)
    if found is None:
        raise NotFoundError("Cette page n’est pas une liste que l’on peut suivre.")
    return found

"""The projects near another thing that nobody has looked at."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.blueprints.waiting.kind import TEAM, Item, Waiting
from app.dossiers import meeting
from app.dossiers.proximity import queries
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.queries import DeskCriteria
from app.dossiers.proximity.states import ProximityState

PATH = "/admin/proximites"


def new() -> sa.Select[Any]:
    """The signals to discuss, the oldest first; who holds a project is not said here."""
    criteria = DeskCriteria(states=(ProximityState.NEW,))
    order = (Proximity.created_at, Proximity.id)
    return queries.narrow(sa.select(Proximity), criteria).order_by(*order)


def describe(row: Proximity) -> Item:
    """A signal, by its sectors."""
    return Item(
        what=meeting.name(row.sectors) or f"Signal {row.id}",
        since=row.created_at,
        href=f"{PATH}/{row.id}",
        about=row.proximity_state.label,
    )


WAITING = Waiting(
    key="proximites",
    label="Proximités",
    href=PATH,
    roles=TEAM,
    select=new,
    item=describe,
)

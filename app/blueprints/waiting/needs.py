"""The requests that fit nobody."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Item, Waiting
from app.partnerships import queries
from app.partnerships.models import Need

PATH = "/admin/demandes"


def describe(row: Need) -> Item:
    """A request that the team looks after."""
    return Item(
        what=row.title or row.kind.label,
        since=row.confirmed_at or row.created_at,
        href=f"{PATH}/{row.id}",
        about=row.kind.label,
    )


WAITING = Waiting(
    key="demandes",
    label="Demandes sans réponse",
    href=PATH,
    roles=TEAM,
    select=queries.orphans,
    item=describe,
)

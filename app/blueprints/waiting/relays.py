"""The requests that no address reaches: the team tells the organisation by its own means."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Item, Waiting
from app.partnerships import queries
from app.partnerships.models import NeedMatch

PATH = "/admin/demandes"


def describe(row: NeedMatch) -> Item:
    """An organisation to reach."""
    return Item(
        what=f"{row.organisation_name} à prévenir",
        since=row.sent_at,
        href=f"{PATH}/{row.need_id}",
        about=row.need.title or row.need.kind.label,
    )


WAITING = Waiting(
    key="a-transmettre",
    label="Demandes à transmettre",
    href=PATH,
    roles=TEAM,
    select=queries.to_relay,
    item=describe,
)

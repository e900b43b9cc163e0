"""The people who ask to join an organisation."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Item, Waiting
from app.organisations.requests import JoinRequest, RequestState, in_state

PATH = "/admin/rattachements"


def describe(row: JoinRequest) -> Item:
    """A request: a role or a reason is asked where it is decided."""
    return Item(
        what=f"{row.person.display_name} → {row.organisation.name}",
        since=row.created_at,
        href=f"{PATH}#demandes",
        about=row.message,
    )


WAITING = Waiting(
    key="rattachements",
    label="Rattachements",
    href=PATH,
    roles=TEAM,
    select=lambda: in_state(RequestState.WAITING),
    item=describe,
)

"""The organisations that a network says are its own, and that have not agreed."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Button, Item, Waiting
from app.organisations import networks
from app.organisations.networks import NetworkPlace

PATH = "/admin/reseaux"


def describe(row: NetworkPlace) -> Item:
    """A place that a network proposed."""
    address = f"{PATH}/adhesions/{row.id}"
    return Item(
        what=f"{row.organisation.name} dans le réseau {row.network.name}",
        since=row.proposed_at,
        href=PATH,
        buttons=(
            Button(label="Accepter", address=address, action="accepter"),
            Button(label="Refuser", address=address, action="refuser"),
        ),
    )


WAITING = Waiting(
    key="reseaux",
    label="Adhésions à un réseau",
    href=PATH,
    roles=TEAM,
    select=networks.proposed,
    item=describe,
)

"""The consultations that may be one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.blueprints.waiting.kind import TEAM, Button, Item, Waiting
from app.tenders import republication
from app.tenders.models import Republication

PATH = "/admin/republications"


def oldest() -> sa.Select[Any]:
    """The pairs to judge, the oldest first."""
    order = (Republication.proposed_at, Republication.id)
    return republication.waiting().order_by(None).order_by(*order)


def describe(row: Republication) -> Item:
    """A pair."""
    return Item(
        what=f"{row.earlier} et {row.later}",
        since=row.proposed_at,
        href=f"{PATH}/{row.id}",
        about=row.reason,
        buttons=(
            Button(label="Réunir", address=f"{PATH}/{row.id}/reunir"),
            Button(label="Laisser séparées", address=f"{PATH}/{row.id}/separer"),
        ),
    )


WAITING = Waiting(
    key="republications",
    label="Consultations republiées",
    href=PATH,
    roles=TEAM,
    select=oldest,
    item=describe,
)

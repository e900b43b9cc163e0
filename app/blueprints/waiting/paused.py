"""The addresses that a mail server refused for good."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.blueprints.waiting.kind import TEAM, Item, Waiting
from app.mail.models import LetterState, PausedAddress

LETTERS = f"/admin/courriers?etat={LetterState.FAILED.value}"


def paused() -> sa.Select[Any]:
    """The addresses in pause, the oldest first."""
    return sa.select(PausedAddress).order_by(PausedAddress.since, PausedAddress.id)


def describe(row: PausedAddress) -> Item:
    """A pause: the address itself is not kept, the letters that wait for it say it."""
    return Item(what="Adresse en pause", since=row.since, href=LETTERS, about=row.reason)


WAITING = Waiting(
    key="adresses",
    label="Adresses en pause",
    href=LETTERS,
    roles=TEAM,
    select=paused,
    item=describe,
)

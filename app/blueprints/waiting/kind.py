"""A kind of thing that waits for the portal team, and one thing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.partnerships.queries import count_of

TEAM = (PortalRole.MODERATOR,)
EDITORS = (PortalRole.MODERATOR, PortalRole.EDITOR)


@dataclass(frozen=True, kw_only=True)
class Button:
    """An act that needs no word: the address that it posts to, and the `action` that it says."""

    label: str
    address: str
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that waits: since when, where it is decided, what may be done at once."""

    what: str
    since: datetime
    href: str
    about: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A kind: who sees it, the address where it is decided, its rows, the oldest first.

    `roles` are those of the team beside the administration. `item` describes a row, and starts no
    query; without it the kind is only counted: its rows have no age.
    """

    key: str
    label: str
    href: str
    roles: tuple[PortalRole, ...]
    select: Callable[[], sa.Select[Any]]
    item: Callable[[Any], Item] | None = None

    def count(self) -> sa.Select[int]:
        """How many wait."""
        return count_of(self.select())

    def oldest(self, session: Session, most: int) -> list[Item]:
        """The oldest ones."""
        if self.item is None:
            return []
        return [self.item(row) for row in session.scalars(self.select().limit(most))]

    def is_for(self, role: PortalRole | None) -> bool:
        """Whether a role sees it."""
        return role in (PortalRole.ADMIN, *self.roles)

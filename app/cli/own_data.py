"""The sheets that the portal comes with: content files kept in the database, one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.facts import services as facts


@dataclass(frozen=True, kw_only=True)
class OwnData:
    """A content file of the portal; `load` flushes and gives how many sheets it changed."""

    label: str
    load: Callable[[Session, datetime], int]


OWN_DATA: tuple[OwnData, ...] = (OwnData(label="chiffres", load=facts.load_own),)


def load_own_data(session: Session, now: datetime) -> int:
    """Load every content file, and give how many sheets changed; nothing where all is known."""
    return sum(data.load(session, now) for data in OWN_DATA)

"""What a file says of a committee."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from app.committees.kinds import CommitteeKind, Level
from app.imports.text import fold

Texts = tuple[str, ...]
Parts = tuple[dict[str, object], ...]
"""Small records as JSON keeps them, texts and lists of texts by name."""


@dataclass(frozen=True, kw_only=True)
class CommitteeRecord:
    """One committee of one territory; the fields are those of the table.

    `where` is its place in the file. An open end, or a date nobody knows, is None.
    """

    where: str
    slug: str
    kind: CommitteeKind
    level: Level
    territory: str
    name: str
    acronym: str
    local_name: str
    legal_basis: str
    is_confirmed: bool
    valid_from: date | None
    valid_to: date | None
    successor: str
    former_names: Texts
    missions: Texts
    colleges: Parts
    contributions: Parts
    guests: Parts
    files: Parts
    themes: Texts
    secretariat: str
    frequency: str
    note: str
    sources: Parts
    verified_on: date | None

    @property
    def seat(self) -> tuple[str, str, str]:
        """What only one committee may be at a time; a territory has several local ones."""
        local = fold(self.local_name) if self.level is Level.LOCAL else ""
        return (self.kind, self.territory, local)

    def overlaps(self, other: CommitteeRecord) -> bool:
        """Whether both are in force on one day at least."""
        start, end = self.valid_from or date.min, self.valid_to or date.max
        return start <= (other.valid_to or date.max) and (other.valid_from or date.min) <= end

    def values(self) -> dict[str, object]:
        """What the table keeps, as plain JSON values."""
        return {name: plain(getattr(self, name)) for name in FIELDS}

    @property
    def digest(self) -> str:
        """A short name for exactly these values."""
        text = json.dumps(self.values(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


FIELDS = tuple(name for name in CommitteeRecord.__dataclass_fields__ if name != "where")


def plain(value: object) -> object:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value

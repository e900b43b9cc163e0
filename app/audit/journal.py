"""The whole audit, searched; selects only, they hold no session."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit.models import Revision


@dataclass(frozen=True, kw_only=True)
class JournalCriteria:
    """What is looked for; an empty part asks for nothing.

    `kind` and `key` name a sheet, `key` by its beginning. `since` is the first instant, `before`
    the first one after the last, both aware. `text` is in the values or in the reason.
    """

    kind: str = ""
    key: str = ""
    author: str = ""
    since: datetime | None = None
    before: datetime | None = None
    text: str = ""

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions."""
        found: list[sa.ColumnElement[bool]] = []
        if self.kind:
            found.append(Revision.subject_kind == self.kind)
        if self.key:
            found.append(Revision.subject_key.istartswith(self.key, autoescape=True))
        if self.author:
            found.append(Revision.author.icontains(self.author, autoescape=True))
        if self.since is not None:
            found.append(Revision.at >= self.since)
        if self.before is not None:
            found.append(Revision.at < self.before)
        if self.text:
            found.append(has_text(self.text))
        return found


def has_text(text: str) -> sa.ColumnElement[bool]:
    """Whether a change says these words; JSON is kept with its accents escaped."""
    kept = json.dumps(text)[1:-1]
    changes = sa.cast(Revision.changes, sa.Text)
    return sa.or_(
        changes.icontains(kept, autoescape=True),
        Revision.reason.icontains(text, autoescape=True),
    )


def revisions(criteria: JournalCriteria) -> sa.Select[Revision]:
    """The changes, the latest first."""
    return sa.select(Revision).where(*criteria.where()).order_by(Revision.id.desc())


def count(criteria: JournalCriteria) -> sa.Select[int]:
    """How many changes."""
    return sa.select(sa.func.count(Revision.id)).where(*criteria.where())


def kinds() -> sa.Select[str]:
    """The kinds of sheets that have a history."""
    return sa.select(Revision.subject_kind).distinct().order_by(Revision.subject_kind)

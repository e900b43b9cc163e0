"""Keep a change, and read the history of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import Revision

Values = Mapping[str, object]
"""The fields of a sheet as plain JSON values."""


def differences(before: Values, after: Values) -> dict[str, list[object]]:
    """The fields that differ, in the order of the second, each with both values."""
    names = (*after, *(name for name in before if name not in after))
    pairs = {name: [before.get(name), after.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def record(
    session: Session,
    subject: tuple[str, str],
    changes: dict[str, list[object]],
    *,
    author: str,
    now: datetime,
    person_id: int | None = None,
    reason: str = "",
) -> Revision | None:
    """Keep a change of the sheet of that kind and key; nothing where nothing changed. Flushes.

    `person_id` is the member who did it; `reason` says in French why, where it is no plain edit.
    """
    if not changes:
        return None
    kind, key = subject
    made = Revision(
        subject_kind=kind,
        subject_key=key,
        at=now,
        author=author,
        person_id=person_id,
        reason=reason[:200],
        changes=changes,
    )
    session.add(made)
    session.flush()
    return made


def history(kind: str, key: str) -> sa.Select[Revision]:
    """The changes of a sheet, the latest first."""
    select = sa.select(Revision).where(Revision.subject_kind == kind, Revision.subject_key == key)
    return select.order_by(Revision.at.desc(), Revision.id.desc())

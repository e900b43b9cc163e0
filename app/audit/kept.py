"""What is built from all the sheets of one kind, kept until one of them changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.audit.models import Revision

Built = TypeVar("Built")


class KeptSheets(Generic[Built]):
    """The last value built from the sheets of a kind, by database.

    `number` and `changed` are the columns that number the sheets and date their last change. Every
    change of a sheet is in the audit too: two changes at one instant are told apart by it.
    """

    def __init__(
        self,
        kind: str,
        number: InstrumentedAttribute[int],
        changed: InstrumentedAttribute[datetime],
    ) -> None:
        latest = sa.select(sa.func.max(Revision.id)).where(Revision.subject_kind == kind)
        self._stamp = sa.select(
            sa.func.count(number), sa.func.max(changed), latest.scalar_subquery()
        )
        self._lock = Lock()
        self._kept: dict[str, tuple[object, Built]] = {}

    def get(self, session: Session, build: Callable[[], Built]) -> Built:
        """The value, built now where a sheet has changed since; one short query otherwise."""
        stamp = tuple(session.execute(self._stamp).one())
        database = str(session.get_bind().engine.url)
        with self._lock:
            kept = self._kept.get(database)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        built = build()
        with self._lock:
            self._kept = {database: (stamp, built)}
        return built

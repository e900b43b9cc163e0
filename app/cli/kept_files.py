"""What every purge of files does: those that nothing holds any more are deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.files.store import FileStore

SETTLED = timedelta(days=1)  # a file just written may wait for its row
ListOrphans = Callable[[Session, FileStore, datetime], list[str]]


def drop_files(store: FileStore, list_orphans: ListOrphans, also: Iterable[str] = ()) -> int:
    """Delete the files that nothing holds, and those of these keys; how many."""
    before = clock.now() - SETTLED
    keys = {*also, *list_orphans(db.session(), store, before)}
    for key in sorted(keys):
        store.delete(key)
    store.drop_unfinished(before)
    return len(keys)


def say_erased(count: int) -> str:
    """« 3 fichiers effacés »."""
    return f"{count} fichiers effacés" if count > 1 else f"{count} fichier effacé"

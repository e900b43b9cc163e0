"""What a decision writes in the search: the sheet that it changed, the consultations it joined."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app

from app.blueprints.criteria import get_backend
from app.clock import to_paris
from app.events import documents as event_documents
from app.events import queries as event_queries
from app.extensions import db
from app.funding import documents as scheme_documents
from app.funding.directory import load_schemes
from app.search.backend import Document, DocumentKind
from app.stakeholders import documents as actor_documents
from app.stakeholders.directory import load_directory
from app.tenders import documents as tender_documents
from app.tenders import queries as tender_queries


def event_at(slug: str, now: datetime) -> Iterator[Document]:
    """The event of that address."""
    for event in db.session.scalars(event_queries.by_slug(slug)):
        yield event_documents.document_of(event, now)


def actor_at(slug: str, _now: datetime) -> Iterator[Document]:
    """The actor of that address."""
    actors = load_directory(db.session()).actors
    return (actor_documents.document_of(actor) for actor in actors if actor.slug == slug)


def scheme_at(slug: str, now: datetime) -> Iterator[Document]:
    """The scheme of that address, as it stands that day."""
    schemes = load_schemes(db.session(), to_paris(now).date())
    return (
        document for document in map(scheme_documents.document_of, schemes) if document.id == slug
    )


SHEETS: dict[str, Callable[[str, datetime], Iterable[Document]]] = {
    "/agenda": event_at,
    "/acteurs": actor_at,
    "/financements": scheme_at,
}
"""What is at an address, by its folder: the sheets that a proposal may create or change."""


def index_path(path: str, now: datetime) -> None:
    """Write in the search the sheet at that path, once a proposal about it is accepted."""
    folder, _, slug = path.rpartition("/")
    if folder in SHEETS:
        get_backend().upsert(SHEETS[folder](slug, now))


def index_pending(now: datetime) -> int:
    """Write in the search the consultations that changed since, and give their number.

    What an interrupted import left is indexed by the next one. One process at a time does it, so
    that none writes an older state over a newer one; commits.
    """
    count = 0
    with (Path(current_app.instance_path) / "indexing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        while rows := db.session.execute(tender_queries.pending_documents()).all():
            references = sorted({reference for _, reference in rows})
            found = list(db.session.scalars(tender_queries.by_references(references)))
            gone = set(references) - {consultation.reference for consultation in found}
            get_backend().upsert(tender_documents.document_of(c, now) for c in found)
            get_backend().delete((DocumentKind.TENDER, reference) for reference in sorted(gone))
            db.session.execute(tender_queries.forget_pending([number for number, _ in rows]))
            db.session.commit()
            count += len(references)
    return count

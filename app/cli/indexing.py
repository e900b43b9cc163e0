"""What the index holds: every document the portal can find, and the backend it goes to."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app

from app import clock
from app.cli import written_documents
from app.committees import documents as committee_sheets
from app.committees import queries as committee_queries
from app.events import documents as event_documents
from app.events import queries as event_queries
from app.experiments import documents as experiment_documents
from app.extensions import db
from app.facts import documents as fact_documents
from app.portraits import documents as portrait_documents
from app.search.backend import Document, DocumentKind, SearchBackend
from app.siae import documents as siae_documents
from app.siae import queries as siae_queries
from app.tenders import documents as tender_documents
from app.tenders import queries as tender_queries


def get_backend() -> SearchBackend:
    """The search of this application."""
    backend: SearchBackend = current_app.extensions["search"]
    return backend


def structure_documents() -> Iterator[Document]:
    """The structures of the directory."""
    select = siae_queries.everything().execution_options(yield_per=500)
    yield from map(siae_documents.document_of, db.session.scalars(select))


def consultation_documents() -> Iterator[Document]:
    """The consultations, open or not."""
    now = clock.now()
    select = tender_queries.everything().execution_options(yield_per=500)
    for consultation in db.session.scalars(select):
        yield tender_documents.document_of(consultation, now)


def experiment_sheets() -> Iterator[Document]:
    """The experiments."""
    return experiment_documents.every_document(clock.today())


def committee_documents() -> Iterator[Document]:
    """Every committee, of yesterday too."""
    found = db.session.scalars(committee_queries.every_committee())
    return committee_sheets.documents_of(found, clock.today())


def event_sheets() -> Iterator[Document]:
    """The events, past or coming."""
    now = clock.now()
    for event in db.session.scalars(event_queries.everything()):
        yield event_documents.document_of(event, now)


DOCUMENTS: tuple[Callable[[], Iterable[Document]], ...] = (
    written_documents.toolkit_documents,
    written_documents.guide_documents,
    written_documents.term_documents,
    written_documents.sector_documents,
    fact_documents.documents,
    portrait_documents.documents,
    experiment_sheets,
    committee_documents,
    event_sheets,
    structure_documents,
    consultation_documents,
)
"""Where the documents of the index come from, one line each."""


def every_document() -> Iterator[Document]:
    """Every document: what is written in the project, then what is in the database."""
    for read in DOCUMENTS:
        yield from read()


def index_accepted(path: str, now: datetime) -> None:
    """Write in the search the event of that page; other pages are left as they are."""
    if path.startswith("/agenda/"):
        slug = path.removeprefix("/agenda/")
        found = db.session.scalars(event_queries.by_slug(slug))
        get_backend().upsert([event_documents.document_of(event, now) for event in found])


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

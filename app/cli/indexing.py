"""What the index holds: every document the portal can find, and the backend it goes to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

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
from app.funding import documents as scheme_documents
from app.funding.directory import load_schemes
from app.partnerships import documents as partnership_documents
from app.portraits import documents as portrait_documents
from app.search.backend import Document, SearchBackend
from app.siae import documents as siae_documents
from app.siae import queries as siae_queries
from app.stakeholders import documents as actor_documents
from app.stakeholders.directory import load_directory
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


def actor_sheets() -> Iterator[Document]:
    """The actors."""
    return map(actor_documents.document_of, load_directory(db.session()).actors)


def scheme_sheets() -> Iterator[Document]:
    """The schemes, as they stand today."""
    return map(scheme_documents.document_of, load_schemes(db.session(), clock.today()))


DOCUMENTS: tuple[Callable[[], Iterable[Document]], ...] = (
    written_documents.toolkit_documents,
    written_documents.guide_documents,
    written_documents.term_documents,
    written_documents.sector_documents,
    fact_documents.documents,
    partnership_documents.documents,
    portrait_documents.documents,
    experiment_sheets,
    actor_sheets,
    scheme_sheets,
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


def index_actors(slugs: Collection[str]) -> None:
    """Write in the search the sheets of these actors, as the database says them."""
    actors = load_directory(db.session()).actors
    get_backend().upsert(actor_documents.document_of(a) for a in actors if a.slug in slugs)

"""What the index holds: every document the portal can find, and the backend it goes to."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app

from app import clock, glossary, sectors
from app.blueprints.toolkit.registry import TOOLS
from app.extensions import db
from app.funding import documents as funding_documents
from app.funding.directory import load_schemes
from app.search.backend import Document, DocumentKind, SearchBackend
from app.siae import documents as siae_documents
from app.siae import queries as siae_queries
from app.tenders import documents as tender_documents
from app.tenders import queries as tender_queries
from app.toolkit.guides import load_guides
from app.toolkit.stages import load_stages
from config import ROOT


def get_backend() -> SearchBackend:
    """The search of this application."""
    backend: SearchBackend = current_app.extensions["search"]
    return backend


def every_document() -> Iterator[Document]:
    """Every document: what is written in the project, then what is in the database."""
    yield from written_documents()
    yield from map(
        siae_documents.document_of,
        db.session.scalars(siae_queries.everything().execution_options(yield_per=500)),
    )
    yield from map(funding_documents.document_of, load_schemes(db.session(), clock.today()))
    now = clock.now()
    select = tender_queries.everything().execution_options(yield_per=500)
    for consultation in db.session.scalars(select):
        yield tender_documents.document_of(consultation, now)


def toolkit_documents() -> Iterator[Document]:
    """The stages and the tools of the toolbox."""
    for stage in load_stages():
        asked = "\n".join(question.text for question in stage.questions)
        to_do = "\n".join(item.text for item in stage.checklist)
        yield Document(
            kind=DocumentKind.TOOL,
            id=f"etape-{stage.slug}",
            url=f"/boite-a-outils/{stage.slug}",
            title=f"Étape {stage.order}\u00a0: {stage.title}",
            text=f"{stage.summary}\n{asked}\n{to_do}",
            keywords=("boîte à outils", "porteur de projet"),
        )
    for tool in TOOLS:
        yield Document(
            kind=DocumentKind.TOOL,
            id=f"outil-{tool.slug}",
            url=f"/boite-a-outils/outils/{tool.slug}",
            title=tool.title,
            text=tool.summary,
            keywords=("outil", "boîte à outils"),
        )


def written_documents() -> Iterator[Document]:
    """Guides, stages and tools, glossary terms and sectors."""
    yield from toolkit_documents()
    for guide in load_guides(ROOT / "content" / "guides"):
        yield Document(
            kind=DocumentKind.GUIDE,
            id=guide.slug,
            url=f"/guide/{guide.slug}",
            title=guide.title,
            text=f"{guide.summary}\n{guide.plain_text}",
            keywords=tuple(guide.siae_kinds),
        )
    for term in glossary.terms():
        yield Document(
            kind=DocumentKind.TERM,
            id=term.slug,
            url=f"/glossaire#{term.slug}",
            title=term.term,
            text=term.definition,
            keywords=(term.expansion, *term.synonyms),
        )
    for sector in sectors.sectors():
        yield Document(
            kind=DocumentKind.SECTOR,
            id=sector.slug,
            url=f"/filieres/{sector.slug}",
            title=sector.name,
            text=sector.description,
            keywords=tuple(sector.synonyms),
        )


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

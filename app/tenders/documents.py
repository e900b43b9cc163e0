"""A consultation as the search finds it."""

from __future__ import annotations

from datetime import datetime

from app import sectors, territories
from app.search.backend import Document, DocumentKind
from app.tenders.clauses import CLAUSE_LABELS
from app.tenders.lifecycle import ConsultationState, read_state
from app.tenders.models import Consultation
from app.tenders.records import ClauseKind

LONGEST_TEXT = 4_000  # characters indexed of a description
OPEN = frozenset({ConsultationState.OPEN, ConsultationState.CLOSING_SOON})


def document_of(consultation: Consultation, now: datetime) -> Document:
    """What is searched and shown of a consultation, that instant."""
    names = [s.name for slug in consultation.sectors if (s := sectors.find(slug)) is not None]
    places = [
        p.name for code in consultation.places if (p := territories.find_code(code)) is not None
    ]
    labels = [CLAUSE_LABELS[ClauseKind(kind)] for kind in consultation.clause_kinds]
    state = read_state(consultation.status, consultation.deadline_at, now)
    return Document(
        kind=DocumentKind.TENDER,
        id=consultation.reference,
        url=f"/marches/{consultation.reference}",
        title=consultation.title,
        text=consultation.description[:LONGEST_TEXT] or consultation.title,
        keywords=(consultation.reference, consultation.buyer_name, *names, *labels, *places),
        place=places[0] if places else "",
        closed=state not in OPEN,
        updated=consultation.published_on,
    )

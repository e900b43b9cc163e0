"""Consultations as the items of a feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from app import sectors
from app.clock import PARIS, to_paris
from app.exports.rss import FeedItem
from app.tenders.clause_labels import CLAUSE_LABELS
from app.tenders.lifecycle import STATE_LABELS, ConsultationState, Status
from app.tenders.models import Consultation
from app.tenders.records import ClauseKind, Precision
from app.tenders.values import mask_contacts

LONGEST_TEXT = 1_500  # characters of a description
ENDED = frozenset({Status.CANCELLED, Status.WITHOUT_FOLLOW_UP, Status.AWARDED})


def feed_item(consultation: Consultation, *, base_url: str) -> FeedItem:
    """The item of a consultation; `base_url` is the portal's address, without a final slash.

    Its identifier does not depend on that address, so that a reader never shows it twice. It says
    nothing that a clock changes.
    """
    title = mask_contacts(consultation.title)
    if consultation.status in ENDED:
        title = f"{STATE_LABELS[ConsultationState(consultation.status)]} – {title}"
    return FeedItem(
        guid=f"maillage:marche:{consultation.reference}",
        title=f"[Démonstration] {title}" if consultation.is_demo else title,
        link=f"{base_url}/marches/{consultation.reference}",
        description="\n".join(describe(consultation)),
        published_at=publication_of(consultation),
        categories=tuple(categories_of(consultation)),
    )


def publication_of(consultation: Consultation) -> datetime:
    """When the first notice came out: its day in Paris, else when the portal received it."""
    if consultation.published_on is None:
        return to_paris(consultation.created_at)
    return datetime.combine(consultation.published_on, time(), PARIS)


def describe(consultation: Consultation) -> Iterator[str]:
    """The lines of an item, each a sentence."""
    if consultation.is_demo:
        yield "Donnée fictive de démonstration."
    if consultation.buyer_name:
        place = f" ({consultation.buyer_place})" if consultation.buyer_place else ""
        yield f"Acheteur\u00a0: {consultation.buyer_name}{place}."
    if consultation.deadline_at is not None:
        local = to_paris(consultation.deadline_at)
        day_only = consultation.deadline_precision == Precision.DAY
        hour = "" if day_only else f" à {local:%H}\u00a0h\u00a0{local:%M}, heure de Paris"
        yield f"Date limite\u00a0: {local:%d/%m/%Y}{hour}."
    if consultation.proposed_deadline_at is not None:
        proposed = to_paris(consultation.proposed_deadline_at)
        yield f"Autre date annoncée, à confirmer auprès de l’acheteur\u00a0: {proposed:%d/%m/%Y}."
    if consultation.lot_count > 1:
        yield f"{consultation.lot_count} lots."
    text = mask_contacts(consultation.description)
    if text:
        yield text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rpartition(" ")[0] + " …"


def categories_of(consultation: Consultation) -> Iterator[str]:
    """The sectors and the kinds of clauses, in words."""
    for slug in consultation.sectors:
        sector = sectors.find(slug)
        yield sector.name if sector is not None else slug
    for kind in consultation.clause_kinds:
        yield CLAUSE_LABELS[ClauseKind(kind)]

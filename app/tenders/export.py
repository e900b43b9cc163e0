"""A consultation as a row of the open list."""

from __future__ import annotations

from datetime import datetime

from app.clock import to_paris
from app.tenders.lifecycle import read_state
from app.tenders.models import Consultation

COLUMNS = (
    "reference", "titre", "acheteur", "siret_acheteur", "etat", "rectifiee", "date_limite",
    "precision", "parution", "clauses", "filieres", "territoires", "lots", "valeur_estimee_eur_ht",
    "avis", "documents", "demonstration",
)  # fmt: skip


def export_row(consultation: Consultation, now: datetime) -> tuple[object, ...]:
    """The cells of a consultation at that instant, in the order of `COLUMNS`; times in Paris."""
    deadline = consultation.deadline_at
    return (
        consultation.reference,
        consultation.title,
        consultation.buyer_name,
        consultation.buyer_siret,
        read_state(consultation.status, deadline, now).label,
        "oui" if consultation.is_amended else "non",
        to_paris(deadline).isoformat() if deadline else "",
        consultation.deadline_precision,
        consultation.published_on.isoformat() if consultation.published_on else "",
        " | ".join(consultation.clause_kinds),
        " | ".join(consultation.sectors),
        " | ".join(consultation.places),
        consultation.lot_count,
        consultation.value,
        consultation.url,
        consultation.documents_url,
        "oui" if consultation.is_demo else "non",
    )

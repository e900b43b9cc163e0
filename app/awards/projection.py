"""From the record of a contract to the rows people see: today's state, sectors, territory, end."""

from __future__ import annotations

from datetime import date
from typing import Any

from app import sectors
from app.awards.archive import pack
from app.awards.durations import add_months
from app.awards.places import place_award
from app.awards.records import AwardRecord, Consideration
from app.sectors import Classification
from app.tenders.projection import keep_surest

Values = dict[str, Any]
"""The columns of a row."""


def project(record: AwardRecord) -> Values:
    """The columns of `Award` that the record decides."""
    placed = place_award(record)
    declared = record.considerations or frozenset()
    return {
        "number": record.number,
        "buyer_siret": record.buyer_siret,
        "buyer_name": record.buyer_name,
        "object": record.object,
        "cpv": record.cpv,
        "nature": record.nature,
        "procedure": record.procedure,
        "place_text": f"{record.place_code} {record.place_name}".strip()[:200],
        "territory": placed.code,
        "territory_proof": placed.proof,
        "notified_on": record.notified_on,
        "published_on": record.published_on,
        "modified_on": record.modified_on,
        "ends_on": end_of(record),
        "duration_months": record.current_duration,
        "original_duration_months": record.duration_months,
        "amount": record.current_amount,
        "original_amount": record.amount,
        "is_social_known": bool(declared),
        "is_reserved": Consideration.RESERVED in declared,
        "has_clause": Consideration.CLAUSE in declared,
        "has_criterion": Consideration.CRITERION in declared,
        "offers_received": record.offers_received,
        "framework_id": record.framework_id,
        "source": record.source,
        "record": pack(record),
    }


def end_of(record: AwardRecord) -> date | None:
    """The day the contract ends: its duration in force from its notification; None if unknown."""
    if record.notified_on is None or record.current_duration is None:
        return None
    return add_months(record.notified_on, record.current_duration)


def project_holders(record: AwardRecord) -> list[Values]:
    """The columns of each `AwardHolder`, the award left out: who holds the contract now."""
    return [
        {"position": rank, "identifier": one.identifier, "kind": one.kind, "name": one.name}
        for rank, one in enumerate(record.current_holders)
    ]


def project_sectors(record: AwardRecord) -> list[Values]:
    """The columns of each `AwardSector`, the award left out: the surest first, with the proof."""
    return [
        {
            "sector": guess.sector.slug,
            "position": rank,
            "score": round(guess.score, 4),
            "evidence": " ".join(piece.why for piece in guess.evidence)[:500],
        }
        for rank, guess in enumerate(classify_award(record))
    ]


def classify_award(record: AwardRecord) -> list[Classification]:
    """The sectors of a contract by its code and its object, with the same doubts as for a lot."""
    codes = (record.cpv,) if record.cpv else ()
    return keep_surest(sectors.classify(codes, (), record.object))

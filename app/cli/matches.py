"""Matches as the JSON of the commands; the names are a contract, see docs/matching.md."""

from __future__ import annotations

from app.clock import to_paris
from app.matching.described import describe_match, describe_parts, describe_rules
from app.tenders.matching import LotMatches, TenderMatch


def describe_lot(found: LotMatches) -> dict[str, object]:
    """A lot and who fits it."""
    number = found.lot.number
    return {
        "lot": int(number) if number.isdecimal() else number,
        "title": found.lot.title,
        "sectors": [row.sector for row in found.lot.sectors],
        "territories": [row.territory for row in found.lot.territories],
        "total": found.found.total,
        "matches": [describe_match(match) for match in found.found.matches],
        "near_misses": [describe_match(match) for match in found.found.near_misses],
    }


def describe_tender(found: TenderMatch) -> dict[str, object]:
    """A lot that fits a structure."""
    number = found.lot.number
    deadline = found.lot.deadline_at or found.consultation.deadline_at
    return {
        "consultation": found.consultation.reference,
        "lot": int(number) if number.isdecimal() else number,
        "title": found.lot.title,
        "deadline": to_paris(deadline).isoformat() if deadline else None,
        "verdict": found.match.verdict.value,
        "score": found.match.score,
        "confidence": found.match.confidence,
        "rules": describe_rules(found.match),
        "parts": describe_parts(found.match),
    }

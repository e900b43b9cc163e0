"""Matches as the JSON of the commands; the names are a contract, see docs/matching.md."""

from __future__ import annotations

from typing import TypedDict

from app.clock import to_paris
from app.matching.engine import Match
from app.tenders.matching import LotMatches, TenderMatch


class RuleJson(TypedDict):
    """A hard rule."""

    key: str
    label: str
    verdict: str
    article: str
    why: str


class PartJson(TypedDict):
    """A part of the score; `value` null is unknown."""

    key: str
    label: str
    weight: float
    value: float | None
    why: str


def describe_rules(match: Match) -> list[RuleJson]:
    """The hard rules that apply to a match."""
    return [
        RuleJson(
            key=rule.key,
            label=rule.label,
            verdict=rule.verdict.value,
            article=rule.article,
            why=rule.why,
        )
        for rule in match.rules
    ]


def describe_parts(match: Match) -> list[PartJson]:
    """The parts of a match's score."""
    return [
        PartJson(key=part.key, label=part.label, weight=part.weight, value=part.value, why=part.why)
        for part in match.parts
    ]


def describe_match(match: Match) -> dict[str, object]:
    """A structure that fits a lot, or nearly does."""
    profile = match.profile
    return {
        "siret": profile.siret,
        "name": profile.name,
        "kind": profile.kind.value,
        "verdict": match.verdict.value,
        "score": match.score,
        "confidence": match.confidence,
        "rules": describe_rules(match),
        "parts": describe_parts(match),
        **({"missing": list(match.missing)} if match.missing else {}),
    }


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

"""Matches as JSON, for commands and for the API; the names are a contract, see docs/matching.md."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from app.matching.engine import Match


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


class MatchJson(TypedDict):
    """A structure and a lot; `missing` says what a near-miss lacks."""

    siret: str
    name: str
    kind: str
    verdict: str
    score: float
    confidence: float
    rules: list[RuleJson]
    parts: list[PartJson]
    missing: NotRequired[list[str]]


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


def describe_match(match: Match) -> MatchJson:
    """A structure that fits a lot, or nearly does."""
    profile = match.profile
    described = MatchJson(
        siret=profile.siret,
        name=profile.name,
        kind=profile.kind.value,
        verdict=match.verdict.value,
        score=match.score,
        confidence=match.confidence,
        rules=describe_rules(match),
        parts=describe_parts(match),
    )
    if match.missing:
        described["missing"] = list(match.missing)
    return described

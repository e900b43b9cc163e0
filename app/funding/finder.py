"""The finder: from a project to what it may ask for, each answer explained.

Rules first, then a score; sorted by verdict, then deadline, then score: never by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.funding.criteria import CRITERIA
from app.funding.question import Fit, Question
from app.funding.rules import apply_rules
from app.funding.variants import choose_variants
from app.matching.engine import Part
from app.matching.rules import SEVERITY, Verdict, worst
from app.matching.weights import UNKNOWN
from app.toolkit.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The schemes by verdict, each group by deadline then score."""

    eligible: tuple[Fit, ...]
    to_check: tuple[Fit, ...]
    not_eligible: tuple[Fit, ...]

    @property
    def asked(self) -> tuple[Fit, ...]:
        """What may be asked for, surely or after a check."""
        return (*self.eligible, *self.to_check)


def find(question: Question, schemes: Iterable[Scheme]) -> Answer:
    """What each scheme answers to a project; local variants replace their generics.

    The same schemes in another order give the same answer.
    """
    today = [scheme.at(question.day) for scheme in schemes]
    shown = choose_variants(today, question.territory)
    replaced = {scheme.generic for scheme in shown}
    away = [
        scheme
        for scheme in today
        if not scheme.serves(question.territory)
        and not scheme.generic
        and scheme.slug not in replaced
    ]
    fits = sorted((judge(question, scheme) for scheme in (*shown, *away)), key=sort_key)
    groups = {verdict: tuple(f for f in fits if f.verdict is verdict) for verdict in Verdict}
    return Answer(
        eligible=groups[Verdict.ELIGIBLE],
        to_check=groups[Verdict.TO_CHECK],
        not_eligible=groups[Verdict.NOT_ELIGIBLE],
    )


def judge(question: Question, scheme: Scheme) -> Fit:
    """One scheme."""
    scheme = scheme.at(question.day)
    rules = apply_rules(question, scheme)
    parts = tuple(
        Part(key=c.key, label=c.label, weight=c.points / 100, value=value, why=why)
        for c in CRITERIA
        for value, why in [c.judge(question, scheme)]
    )
    known = sum(part.weight for part in parts if part.value is not None)
    total = sum(part.weight * part.value for part in parts if part.value is not None)
    return Fit(
        scheme=scheme,
        verdict=worst(rules),
        rules=rules,
        parts=parts,
        score=min(1.0, total / known) if known else 0.0,
        confidence=min(1.0, known),
        deadline=scheme.next_date,
    )


def sort_key(fit: Fit) -> tuple[int, date, float, str]:
    """Verdict, then the nearest deadline, then the best score, what is unknown counting half."""
    deadline = fit.deadline or date.max
    worth = fit.score * fit.confidence + (1 - fit.confidence) * UNKNOWN
    return (SEVERITY[fit.verdict], deadline, -worth, fit.scheme.slug)

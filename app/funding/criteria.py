"""The parts of the score: each gives a value in [0, 1], or None for unknown, and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import territories
from app.clock import NBSP
from app.funding.question import Question
from app.funding.rules import knows_amounts, most_of
from app.toolkit.scheme_terms import SchemeState
from app.toolkit.schemes import Scheme

Value = tuple[float | None, str]
COMFORT = 60  # days to prepare a file
FRESH, STALE = 180, 1_095  # days since somebody verified


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A named part; `points` out of 100 are a proposal of the portal, `judge` gives its value."""

    key: str
    label: str
    points: int
    judge: Callable[[Question, Scheme], Value]


def judge_stage(question: Question, scheme: Scheme) -> Value:
    """The fewer the stages it goes with, the more it is made for that one."""
    if not question.stage or not scheme.stages:
        return None, "L’étape du projet ou celles du dispositif ne sont pas connues."
    if question.stage not in scheme.stages:
        return 0.0, "Prévu à d’autres étapes."
    return 1 / len(scheme.stages) ** 0.5, f"Prévu pour {len(scheme.stages)} étapes, dont la vôtre."


def judge_expense(question: Question, scheme: Scheme) -> Value:
    """The same for what it pays."""
    if question.expense is None or not scheme.expenses:
        return None, "La dépense, ou ce qu’il paie, n’est pas connu."
    if question.expense not in scheme.expenses:
        return 0.0, "Paie autre chose."
    count = len(scheme.expenses)
    return (
        1 / count**0.5,
        f"Paie {count} nature{'s' if count > 1 else ''} de dépense, dont la vôtre.",
    )


def judge_kind(question: Question, scheme: Scheme) -> Value:
    """The same for who may ask."""
    if question.kind is None or not scheme.kinds:
        return None, "Les types admis, ou le vôtre, ne sont pas connus."
    if question.kind not in scheme.kinds:
        return 0.0, "Votre type n’y est pas."
    return 1 / len(scheme.kinds) ** 0.25, "Votre type est nommé parmi ceux admis."


def judge_place(question: Question, scheme: Scheme) -> Value:
    """What is local is nearer."""
    if not question.territory:
        return None, "Le territoire du projet n’est pas connu."
    if not scheme.territories:
        return 0.5, "Ouvert dans toute la région."
    inside = any(territories.contains(code, question.territory) for code in scheme.territories)
    return (1.0, "Propre à votre territoire.") if inside else (0.25, "Pour une partie seulement.")


def judge_amount(question: Question, scheme: Scheme) -> Value:
    """The share of the expense that it may pay."""
    if not question.amount or not knows_amounts(scheme):
        return None, "Le montant cherché, ou ce qu’il paie, n’est pas connu."
    share = float(most_of(scheme, question.amount) / question.amount)
    return min(1.0, max(0.0, share)), f"Paierait au plus {share * 100:.0f}{NBSP}% de la dépense."


def judge_time(question: Question, scheme: Scheme) -> Value:
    """The time left to prepare a file."""
    scheme = scheme.at(question.day)
    if scheme.state is SchemeState.PERMANENT:
        return 1.0, "Pas de date limite connue."
    last = scheme.next_date
    if last is None:
        return None, "La date limite n’est pas connue."
    days = (last - question.day).days
    return min(1.0, days / COMFORT), f"Reste {days}{NBSP}jour{'s' if days > 1 else ''}."


def judge_freshness(question: Question, scheme: Scheme) -> Value:
    """How long ago somebody verified."""
    if scheme.verified_on is None:
        return None, "La date de vérification n’est pas connue."
    days = (question.day - scheme.verified_on).days
    value = min(1.0, max(0.0, (STALE - days) / (STALE - FRESH)))
    return value, f"Information du {scheme.verified_on:%d/%m/%Y}."


CRITERIA: tuple[Criterion, ...] = (
    Criterion(key="expense", label="Dépense", points=20, judge=judge_expense),
    Criterion(key="stage", label="Étape", points=15, judge=judge_stage),
    Criterion(key="kind", label="Type de structure", points=15, judge=judge_kind),
    Criterion(key="place", label="Territoire", points=15, judge=judge_place),
    Criterion(key="amount", label="Montant", points=15, judge=judge_amount),
    Criterion(key="time", label="Temps pour déposer", points=10, judge=judge_time),
    Criterion(key="freshness", label="Fraîcheur", points=10, judge=judge_freshness),
)

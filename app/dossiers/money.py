"""What a project may ask for: the finder of schemes, asked once for each expense of the sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.dossiers.sheet import Sheet
from app.funding.finder import find, judge, sort_key
from app.funding.question import Fit, Question
from app.funding.variants import choose_variants
from app.matching.rules import Verdict
from app.toolkit.scheme_terms import BeneficiaryKind, Expense
from app.toolkit.schemes import Scheme


@dataclass(frozen=True, kw_only=True)
class SchemeFit:
    """A scheme as it answers a project at best; `expenses` are those that it answers so.

    They are empty where the sheet names no expense.
    """

    fit: Fit
    expenses: tuple[Expense, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.fit.scheme

    @property
    def is_askable(self) -> bool:
        """Whether it may be asked for, surely or after a check."""
        return self.fit.verdict is not Verdict.NOT_ELIGIBLE

    @property
    def expense_labels(self) -> tuple[str, ...]:
        """What it would pay for, in words."""
        return tuple(expense.label for expense in self.expenses)


def questions_of(sheet: Sheet, day: date) -> tuple[Question, ...]:
    """What a sheet asks the finder that day: a question for each expense, one where it names none.

    The sheet knows no cost of each expense: its whole amount is the most that any may cost. No
    question at all where the sheet says nothing that the finder reads.
    """
    place, stage = sheet.place, sheet.read_stage
    whole = Question(
        day=day,
        stage=stage.slug if stage else "",
        kind=sheet.siae_kind,
        territory=place.code if place else "",
        amount=sheet.amount or None,
        beneficiary=BeneficiaryKind(sheet.beneficiary) if sheet.beneficiary else None,
    )
    asked = tuple(replace(whole, expense=Expense(value)) for value in sheet.expenses) or (whole,)
    return () if all(question.is_empty for question in asked) else asked


def find_schemes(sheet: Sheet, schemes: Sequence[Scheme], day: date) -> tuple[SchemeFit, ...]:
    """What each scheme answers: by verdict, then deadline, then score; empty for an empty sheet."""
    asked = questions_of(sheet, day)
    answers = [find(question, schemes) for question in asked]
    found: dict[str, list[tuple[Question, Fit]]] = {}
    for question, answer in zip(asked, answers, strict=True):
        for fit in (*answer.asked, *answer.not_eligible):
            found.setdefault(fit.scheme.slug, []).append((question, fit))
    return arrange(map(choose, found.values()))


def judge_schemes(
    sheet: Sheet,
    schemes: Sequence[Scheme],
    wanted: Collection[str],
    day: date,
    kept: Collection[str] = (),
) -> tuple[SchemeFit, ...]:
    """The schemes with these addresses that the project may ask for, in the same order.

    A generic scheme that a local variant replaces there answers nothing, as in the finder. Those
    `kept` answer whatever their verdict.
    """
    asked = questions_of(sheet, day)
    if not asked:
        return ()
    served = {scheme.slug for scheme in choose_variants(schemes, asked[0].territory)}
    shown = [s for s in schemes if s.slug in kept or (s.slug in wanted and s.slug in served)]
    judged = (choose([(q, judge(q, scheme)) for q in asked]) for scheme in shown)
    return arrange(f for f in judged if f.is_askable or f.scheme.slug in kept)


def choose(judged: Sequence[tuple[Question, Fit]]) -> SchemeFit:
    """The best answer of one scheme, and the expenses that get its verdict."""
    best = min((fit for _, fit in judged), key=sort_key)
    kept = (q.expense for q, fit in judged if fit.verdict is best.verdict)
    return SchemeFit(fit=best, expenses=tuple(expense for expense in kept if expense))


def arrange(found: Iterable[SchemeFit]) -> tuple[SchemeFit, ...]:
    """The answers in the order of the finder."""
    return tuple(sorted(found, key=lambda item: sort_key(item.fit)))

"""What does not go together in a plan: rules that read the schemes, and never decide alone.

Each says what the portal knows and what to verify; the funder's own rules always have the last
word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.clock import NBSP, say_day
from app.imports.text import fold
from app.toolkit.funding_plan.model import (
    STATE,
    FundingStatus,
    Plan,
    Resource,
    say_euros,
)
from app.toolkit.schemes import Expense, SchemeState

EMPLOYMENT_AID = "aide-au-poste"
MINIMIS = "minimis"
# What people call an aid to employment, folded: enough to ask the question, never to answer it.
EMPLOYMENT_WORDS = re.compile(
    r"\b(?:etat|contrats? aides?|cui|cae|pec|parcours emploi|apprenti\w*|emplois? francs?"
    r"|adultes?[ -]relais|embauche|fonjep)\b"
)


class Level(StrEnum):
    """How much an alert weighs."""

    WARNING = "warning"
    CHECK = "check"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The words people read."""
        return LEVEL_LABELS[self]


LEVEL_LABELS = {Level.WARNING: "Attention", Level.CHECK: "À vérifier", Level.NOTE: "À savoir"}
RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, kw_only=True)
class Alert:
    """Something to settle before asking."""

    level: Level
    title: str
    text: str


def find_alerts(plan: Plan, today: date) -> tuple[Alert, ...]:
    """What every rule says, each thing once, the gravest first."""
    found = {alert for rule in RULES for alert in rule(plan)} | set(check_dates(plan, today))
    return tuple(sorted(found, key=lambda a: (RANKS[a.level], a.title, a.text)))


def warn_state(plan: Plan) -> Iterator[Alert]:
    """Schemes that may not be open."""
    for resource in plan.resources:
        scheme = resource.scheme
        if scheme is None or scheme.state.is_open:
            continue
        is_over = scheme.state in {SchemeState.CLOSED, SchemeState.HISTORICAL}
        yield Alert(
            level=Level.WARNING if is_over else Level.CHECK,
            title=f"{scheme.name}{NBSP}: {scheme.state.label.lower()}",
            text=f"{scheme.when} Ne comptez pas dessus avant une réponse du financeur.",
        )


def warn_kind(plan: Plan) -> Iterator[Alert]:
    """Schemes that are not for the kind of structure aimed at."""
    for resource in plan.resources:
        scheme = resource.scheme
        if scheme and plan.kind and scheme.kinds and plan.kind not in scheme.kinds:
            kinds = ", ".join(scheme.kinds)
            yield Alert(
                level=Level.WARNING,
                title=f"{scheme.name} et le type {plan.kind}",
                text=f"Le portail connaît ce dispositif pour {kinds} seulement{NBSP}: à vérifier "
                "auprès du financeur.",
            )


def warn_territory(plan: Plan) -> Iterator[Alert]:
    """Schemes of other départements."""
    for resource in plan.resources:
        scheme = resource.scheme
        if scheme and not scheme.serves(plan.department):
            places = ", ".join(scheme.territories)
            yield Alert(
                level=Level.WARNING,
                title=f"{scheme.name} et votre département",
                text=f"Ce dispositif vise{NBSP}: {places}. Votre département est le "
                f"{plan.department}.",
            )


def warn_expense(plan: Plan) -> Iterator[Alert]:
    """Schemes said to pay for what they do not."""
    for resource in plan.resources:
        scheme, expense = resource.scheme, resource.expense
        if scheme and expense and scheme.expenses and expense not in scheme.expenses:
            known = ", ".join(e.label.lower() for e in scheme.expenses)
            yield Alert(
                level=Level.CHECK,
                title=f"{scheme.name} et la dépense «{NBSP}{expense.label}{NBSP}»",
                text=f"D’après ce que le portail en sait, ce dispositif paie{NBSP}: {known}.",
            )


def warn_no_money(plan: Plan) -> Iterator[Alert]:
    """Amounts typed for what pays nothing."""
    for resource in plan.resources:
        if resource.scheme and not resource.brings_money and resource.amount:
            yield Alert(
                level=Level.WARNING,
                title=f"{resource.name}{NBSP}: aucun argent versé",
                text=f"{say_euros(resource.amount)} ne sont pas comptés dans les totaux. Nature de "
                f"ce soutien{NBSP}: {resource.scheme.form.label.lower()}.",
            )


def warn_overpaid(plan: Plan) -> Iterator[Alert]:
    """Expenses paid beyond their amount, by one resource or several."""
    for expense in Expense:
        payers = sorted(
            (r for r in plan.resources if r.expense is expense and r.money),
            key=lambda r: r.sort_key,
        )
        paid = sum((r.money for r in payers), Decimal(0))
        due = sum_expense(plan, expense)
        if paid > due:
            names = ", ".join(r.name for r in payers)
            times = "payée plusieurs fois" if len(payers) > 1 else "payée au-delà de son montant"
            yield Alert(
                level=Level.WARNING,
                title=f"{expense.label}{NBSP}: {times}",
                text=f"{say_euros(paid)} pour {say_euros(due)} de dépenses ({names}). Une même "
                "dépense ne se justifie qu’une fois auprès des financeurs.",
            )


def warn_cap(plan: Plan) -> Iterator[Alert]:
    """Resources above the rate that was typed for them."""
    for resource in plan.resources:
        if resource.cap is None:
            continue
        due = sum_expense(plan, resource.expense)
        most = due * resource.cap / 100
        if resource.money > most:
            base = resource.expense_label.lower()
            yield Alert(
                level=Level.WARNING,
                title=f"{resource.name}{NBSP}: au-delà du plafond saisi",
                text=f"{resource.cap.normalize():f}{NBSP}% de {say_euros(due)} ({base}) font "
                f"{say_euros(most)}, et vous comptez {say_euros(resource.money)}.",
            )


def check_employment_aid(plan: Plan) -> Iterator[Alert]:
    """The aid per post beside other money that may be a State aid to the same posts."""
    is_asked = any(r.scheme and r.scheme.slug == EMPLOYMENT_AID for r in plan.resources)
    others = sorted({r.name for r in plan.resources if may_pay_posts(r)})
    if is_asked and others:
        names = ", ".join(others)
        yield Alert(
            level=Level.CHECK,
            title="Aide au poste et autre aide de l’État à l’emploi",
            text="Pour un même poste, l’aide au poste ne se cumule pas avec une autre aide à "
            "l’emploi de l’État (articles R5132-9, R5132-10-14, R5132-25 et R5132-40). Vérifiez "
            f"ce que paient{NBSP}: {names}.",
        )


def may_pay_posts(resource: Resource) -> bool:
    """Whether it may be an aid of the State to employment, other than the aid per post."""
    if resource.is_own or (resource.scheme and resource.scheme.slug == EMPLOYMENT_AID):
        return False
    if resource.expense not in {None, Expense.RUNNING} or not resource.brings_money:
        return False
    if resource.scheme is None:
        return EMPLOYMENT_WORDS.search(fold(resource.name)) is not None
    return resource.funder.startswith(STATE)


def check_minimis(plan: Plan) -> Iterator[Alert]:
    """Schemes that may be de minimis aids: their total over time has a ceiling."""
    found = sorted(
        {
            r.scheme.name
            for r in plan.resources
            if r.scheme
            and (
                r.scheme.is_minimis
                or MINIMIS in fold(f"{r.scheme.cumul} {r.scheme.asks_beneficiary}")
            )
        }
    )
    if found:
        yield Alert(
            level=Level.CHECK,
            title="Aides de minimis",
            text=f"{', '.join(found)}{NBSP}: demandez au financeur si son aide en relève. Ces "
            "aides s’additionnent d’un financeur à l’autre sous un plafond, à vérifier pour votre "
            "structure.",
        )


def note_cumulation(plan: Plan) -> Iterator[Alert]:
    """What each scheme says of cumulation, in its own words."""
    for resource in plan.resources:
        scheme = resource.scheme
        if scheme and scheme.cumul:
            yield Alert(level=Level.NOTE, title=f"Cumul – {scheme.name}", text=scheme.cumul)


def warn_exclusions(plan: Plan) -> Iterator[Alert]:
    """Schemes that exclude one another, as their sheets say."""
    schemes = {r.scheme.slug: r.scheme for r in plan.resources if r.scheme}
    pairs = {
        tuple(sorted((slug, other)))
        for slug, scheme in schemes.items()
        for other in scheme.not_with
        if other in schemes
    }
    for one, other in pairs:
        yield Alert(
            level=Level.WARNING,
            title=f"{schemes[one].name} et {schemes[other].name}",
            text="D’après leurs fiches, ces dispositifs ne se cumulent pas. À vérifier auprès des "
            "financeurs.",
        )


def check_dates(plan: Plan, today: date) -> Iterator[Alert]:
    """Dates that have passed, or that contradict each other."""
    for resource in plan.resources:
        deposit, answer = resource.deposit_on, resource.answer_on
        is_late = resource.status is FundingStatus.CONSIDERED and deposit and deposit < today
        if deposit and is_late:
            yield Alert(
                level=Level.WARNING,
                title=f"{resource.name}{NBSP}: dépôt dépassé",
                text=f"La date de dépôt saisie, le {say_day(deposit)}, est passée et la demande "
                "n’est pas faite.",
            )
        if deposit and answer and answer < deposit:
            yield Alert(
                level=Level.CHECK,
                title=f"{resource.name}{NBSP}: dates à relire",
                text=f"La réponse, le {say_day(answer)}, viendrait avant le dépôt, le "
                f"{say_day(deposit)}.",
            )


def sum_expense(plan: Plan, expense: Expense | None) -> Decimal:
    """The needs of that nature, all of them where none is given."""
    due = (n.amount for n in plan.needs if expense is None or n.expense is expense)
    return sum(due, Decimal(0))


RULES: tuple[Callable[[Plan], Iterator[Alert]], ...] = (
    warn_state,
    warn_kind,
    warn_territory,
    warn_expense,
    warn_no_money,
    warn_overpaid,
    warn_cap,
    check_employment_aid,
    check_minimis,
    note_cumulation,
    warn_exclusions,
)

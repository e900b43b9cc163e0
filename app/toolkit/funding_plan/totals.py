"""The totals of a plan, and what becomes of it when one funder says no.

Nothing here depends on the order of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.clock import to_paris
from app.toolkit.funding_plan.alerts import Alert, find_alerts
from app.toolkit.funding_plan.model import YEARS, Balance, FundingStatus, Plan, Resource, say_share
from app.toolkit.schemes import Expense

HEAVY = Decimal("0.5")  # of all resources, from one funder: the portal's own mark
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class NatureLine:
    """The needs of one nature, year by year, and what is said to pay for them."""

    expense: Expense
    years: tuple[Decimal, ...]
    total: Decimal
    paid: Decimal


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """The needs of a year and the resources said to come in it; a negative gap is a surplus."""

    year: int
    needs: Decimal
    resources: Decimal

    @property
    def gap(self) -> Decimal:
        """What is missing that year."""
        return self.needs - self.resources


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """The money of one status."""

    status: FundingStatus
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class FunderShare:
    """What one payer brings; `share` of all resources, in [0, 1]."""

    funder: str
    amount: Decimal
    share: Decimal
    is_own: bool

    @property
    def is_heavy(self) -> bool:
        """Whether the project hangs on it (the portal's mark: half of the resources)."""
        return not self.is_own and self.share >= HEAVY

    @property
    def remark(self) -> str:
        """What to think of that share; nothing where it calls for none."""
        if not self.is_heavy:
            return ""
        return f"{say_share(self.share)} des ressources viennent de là\u00a0: prévoyez un repli."


@dataclass(frozen=True, kw_only=True)
class Loss:
    """The plan without one resource."""

    resource: Resource
    resources: Decimal
    gap: Decimal

    @property
    def balance(self) -> Balance:
        """The state the plan would be in."""
        return Balance.of(self.gap)


class Step(StrEnum):
    """What happens on a date."""

    DEPOSIT = "depot"
    ANSWER = "reponse"

    @property
    def label(self) -> str:
        """The words people read."""
        return "Dépôt au plus tard" if self is Step.DEPOSIT else "Réponse attendue"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A date of the plan."""

    day: date
    step: Step
    resource: Resource
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a plan says; amounts in euros. `gap` is positive where money is missing.

    `unplaced` is the money that no year was given for; `without_hope` the gap when only what is
    granted comes.
    """

    plan: Plan
    made_at: datetime
    needs: Decimal
    resources: Decimal
    natures: tuple[NatureLine, ...]
    years: tuple[YearLine, ...]
    unplaced: Decimal
    statuses: tuple[StatusLine, ...]
    repaid: Decimal
    funders: tuple[FunderShare, ...]
    losses: tuple[Loss, ...]
    deadlines: tuple[Deadline, ...]
    alerts: tuple[Alert, ...]

    @property
    def gap(self) -> Decimal:
        """What is missing."""
        return self.needs - self.resources

    @property
    def balance(self) -> Balance:
        """The state of the plan."""
        return Balance.of(self.gap)

    @property
    def secured(self) -> Decimal:
        """What is granted."""
        return sum_of_status(self.statuses, FundingStatus.GRANTED)

    @property
    def hoped(self) -> Decimal:
        """What is not granted yet."""
        return self.resources - self.secured

    @property
    def without_hope(self) -> Decimal:
        """What is missing when only what is granted comes."""
        return self.needs - self.secured


def summarise(plan: Plan, now: datetime) -> Summary:
    """All that a plan says at that instant."""
    money = [r for r in plan.resources if r.brings_money]
    needs, resources = sum_needs(plan), sum_money(money)
    today = to_paris(now).date()
    return Summary(
        plan=plan,
        made_at=now,
        needs=needs,
        resources=resources,
        natures=sum_natures(plan),
        years=sum_years(plan),
        unplaced=sum_money(r for r in money if r.year is None),
        statuses=tuple(
            StatusLine(status=status, amount=sum_money(r for r in money if r.status is status))
            for status in FundingStatus
        ),
        repaid=sum_money(r for r in money if r.is_repaid),
        funders=share_out(money, resources),
        losses=tuple(
            Loss(resource=r, resources=resources - r.money, gap=needs - resources + r.money)
            for r in sorted(money, key=lambda r: r.sort_key)
        ),
        deadlines=list_deadlines(plan, today),
        alerts=find_alerts(plan, today),
    )


def sum_needs(plan: Plan) -> Decimal:
    """All needs."""
    return sum((need.amount for need in plan.needs), ZERO)


def sum_money(resources: Iterable[Resource]) -> Decimal:
    """What these resources bring."""
    return sum((resource.money for resource in resources), ZERO)


def sum_of_status(lines: Iterable[StatusLine], status: FundingStatus) -> Decimal:
    """The money of that status."""
    return sum((line.amount for line in lines if line.status is status), ZERO)


def sum_natures(plan: Plan) -> tuple[NatureLine, ...]:
    """A line for each nature that something is needed for, or paid for, in the usual order."""
    lines = []
    for expense in Expense:
        needs = [need for need in plan.needs if need.expense is expense]
        paid = [r for r in plan.resources if r.expense is expense]
        if needs or paid:
            years = tuple(sum((n.amount for n in needs if n.year == year), ZERO) for year in YEARS)
            total = sum(years, ZERO)
            line = NatureLine(expense=expense, years=years, total=total, paid=sum_money(paid))
            lines.append(line)
    return tuple(lines)


def sum_years(plan: Plan) -> tuple[YearLine, ...]:
    """A line for each of the three years."""
    return tuple(
        YearLine(
            year=year,
            needs=sum((need.amount for need in plan.needs if need.year == year), ZERO),
            resources=sum_money(r for r in plan.resources if r.year == year),
        )
        for year in YEARS
    )


def share_out(resources: Iterable[Resource], total: Decimal) -> tuple[FunderShare, ...]:
    """What each payer brings, the largest first; all that is the holder's own counts together."""
    amounts: dict[tuple[str, bool], Decimal] = defaultdict(Decimal)
    for resource in resources:
        payer = "Apport, ventes et autofinancement" if resource.is_own else resource.payer
        amounts[payer, resource.is_own] += resource.money
    return tuple(
        FunderShare(
            funder=funder,
            amount=amount,
            share=amount / total if total else ZERO,
            is_own=is_own,
        )
        for (funder, is_own), amount in sorted(amounts.items(), key=lambda i: (-i[1], i[0]))
    )


def list_deadlines(plan: Plan, today: date) -> tuple[Deadline, ...]:
    """Every date of the plan, in order."""
    found = [
        Deadline(day=day, step=step, resource=resource, is_past=day < today)
        for resource in plan.resources
        for step, day in ((Step.DEPOSIT, resource.deposit_on), (Step.ANSWER, resource.answer_on))
        if day is not None
    ]
    return tuple(sorted(found, key=lambda d: (d.day, d.step, *d.resource.sort_key)))

"""What a funding plan is made of: needs, resources, and how sure each resource is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.clock import NBSP
from app.matching.kinds import SiaeKind
from app.toolkit.schemes import Expense, Scheme, SchemeForm

YEARS = (1, 2, 3)
CENT = Decimal("0.01")
NO_MONEY = frozenset({SchemeForm.GUARANTEE, SchemeForm.ENGINEERING, SchemeForm.FORUM})
REPAID = frozenset({SchemeForm.LOAN, SchemeForm.ADVANCE})
STATE = "État"


class FundingStatus(StrEnum):
    """How sure a resource is."""

    CONSIDERED = "envisage"
    REQUESTED = "demande"
    GRANTED = "accorde"

    @property
    def label(self) -> str:
        """The word people read."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    FundingStatus.CONSIDERED: "Envisagé",
    FundingStatus.REQUESTED: "Demandé",
    FundingStatus.GRANTED: "Accordé",
}


class Balance(StrEnum):
    """Whether resources pay for the needs."""

    BALANCED = "balanced"
    SHORT = "short"
    SURPLUS = "surplus"

    @property
    def label(self) -> str:
        """The words people read."""
        return BALANCE_LABELS[self]

    @classmethod
    def of(cls, gap: Decimal) -> Balance:
        """The state of a plan where that much is missing; a negative gap is a surplus."""
        if gap == 0:
            return cls.BALANCED
        return cls.SHORT if gap > 0 else cls.SURPLUS


BALANCE_LABELS = {
    Balance.BALANCED: "Plan équilibré",
    Balance.SHORT: "Il manque de l’argent",
    Balance.SURPLUS: "Les ressources dépassent les besoins",
}


@dataclass(frozen=True, kw_only=True)
class Need:
    """An expense to come, in the first, second or third year."""

    label: str
    expense: Expense
    amount: Decimal
    year: int = 1


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Money hoped for or granted.

    `expense` is what it pays for, None for all of the project; `year` the one it comes in, None
    where it is not spread; `cap` the most it may pay of that expense, in percent. `is_own` is for
    the holder's own money: sales, savings.
    """

    name: str
    funder: str
    amount: Decimal
    status: FundingStatus = FundingStatus.CONSIDERED
    expense: Expense | None = None
    year: int | None = None
    scheme: Scheme | None = None
    is_own: bool = False
    cap: Decimal | None = None
    deposit_on: date | None = None
    answer_on: date | None = None

    @property
    def brings_money(self) -> bool:
        """Whether it pays anything: a guarantee or a consultant does not."""
        return self.scheme is None or self.scheme.form not in NO_MONEY

    @property
    def money(self) -> Decimal:
        """What counts in the totals."""
        return self.amount if self.brings_money else Decimal(0)

    @property
    def is_repaid(self) -> bool:
        """Whether it will have to be paid back."""
        return self.scheme is not None and self.scheme.form in REPAID

    @property
    def payer(self) -> str:
        """Who decides: the schemes that the State pays count together."""
        return STATE if self.funder.startswith(f"{STATE},") else self.funder

    @property
    def expense_label(self) -> str:
        """What it pays for, in words."""
        return self.expense.label if self.expense else "Tout le projet"

    @property
    def sort_key(self) -> tuple[object, ...]:
        """An order that does not depend on that of the rows: the largest first."""
        return (
            -self.amount,
            self.name,
            self.funder,
            self.status,
            self.expense or "",
            self.year or 0,
            self.deposit_on or date.max,
            self.answer_on or date.max,
            self.cap if self.cap is not None else -1,
            self.scheme.slug if self.scheme else "",
            self.is_own,
        )


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What was typed; `kind` and `department` (a code) are None and empty where not chosen."""

    needs: tuple[Need, ...]
    resources: tuple[Resource, ...]
    kind: SiaeKind | None = None
    department: str = ""


def say_euros(amount: Decimal) -> str:
    """« 12 345,50 € », to the cent, without useless cents."""
    rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    whole, _, cents = f"{abs(rounded):,.2f}".partition(".")
    text = whole.replace(",", "\u202f")
    return f"{sign}{text},{cents}{NBSP}€" if cents != "00" else f"{sign}{text}{NBSP}€"


def say_share(share: Decimal) -> str:
    """« 42 % » of a share in [0, 1]."""
    return f"{(share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}{NBSP}%"

"""What a budget is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.matching.kinds import SiaeKind

MONTHS = 36
QUARTERS = 12
YEARS = 3
Amounts = tuple[Decimal, ...]
BUDGET_KINDS = (SiaeKind.ACI, SiaeKind.EI, SiaeKind.AI, SiaeKind.ETTI)
BY_HOURS = frozenset({SiaeKind.AI, SiaeKind.ETTI})  # they sell hours of people, not products


class PostCategory(StrEnum):
    """What a permanent is there for."""

    TECHNICAL = "encadrement"
    SUPPORT = "accompagnement"
    MANAGEMENT = "direction"

    @property
    def label(self) -> str:
        """As a page names it."""
        return CATEGORY_LABELS[self]


CATEGORY_LABELS = {
    PostCategory.TECHNICAL: "Encadrement technique",
    PostCategory.SUPPORT: "Accompagnement",
    PostCategory.MANAGEMENT: "Direction et gestion",
}


class FundingKind(StrEnum):
    """Where money comes from, besides sales and the aid per post."""

    OPERATING_GRANT = "subvention-exploitation"
    INVESTMENT_GRANT = "subvention-investissement"
    LOAN = "pret"
    EQUITY = "apport"

    @property
    def label(self) -> str:
        """As a page names it."""
        return FUNDING_LABELS[self]


FUNDING_LABELS = {
    FundingKind.OPERATING_GRANT: "Subvention d’exploitation",
    FundingKind.INVESTMENT_GRANT: "Subvention d’investissement",
    FundingKind.LOAN: "Prêt",
    FundingKind.EQUITY: "Apport en fonds propres",
}


@dataclass(frozen=True, kw_only=True)
class Permanent:
    """A permanent post: full-time equivalents, monthly employer's cost of one, first month."""

    function: str
    category: PostCategory
    fte: Decimal
    monthly_cost: Decimal
    first_month: int


@dataclass(frozen=True, kw_only=True)
class YearlyRow:
    """A sale or a charge: one amount a year, paid `delay` months after its month.

    `is_variable`, of charges alone: it follows the sales.
    """

    label: str
    amounts: Amounts
    delay: int = 0
    is_variable: bool = False


@dataclass(frozen=True, kw_only=True)
class Investment:
    """Something bought in one month and depreciated in a straight line over years."""

    label: str
    amount: Decimal
    month: int
    years: int


@dataclass(frozen=True, kw_only=True)
class Funding:
    """Money received in one month.

    Of a loan: yearly `rate` (0.02 is 2 %), `length` and `deferral` in months. Of an investment
    grant: `years` over which it enters the result.
    """

    kind: FundingKind
    label: str
    amount: Decimal
    month: int
    rate: Decimal = Decimal(0)
    length: int = 0
    deferral: int = 0
    years: int = 1


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How a scenario differs from what was typed.

    Sales, and what follows them, are multiplied by `sales_factor`: variable charges, and the hours
    worked where hours are what is sold. People arrive `delay` months later. The modulated part of
    the aid is counted, only shown, or neither.
    """

    key: str
    label: str
    sales_factor: Decimal
    delay: int
    counts_modulation: bool
    shows_modulation: bool = True


@dataclass(frozen=True, kw_only=True)
class BudgetInputs:
    """A budget as it was typed.

    `presence` has one value a quarter: people in insertion for an ACI or an EI, hours worked for an
    AI or an ETTI. `hours_per_fte` is the yearly hours of one full-time equivalent, of the latter
    alone. `caps` are the posts of the agreement a year, None where they are not known. `cdi_later`
    are the full-time equivalents in a CDI d'inclusion beyond its first year, a year.
    `unit_cost` is what a person costs a month, or an hour; `hourly_price` what an hour is sold.
    """

    kind: SiaeKind
    first_month: str
    weekly_hours: Decimal
    presence: Amounts
    unit_cost: Decimal
    caps: tuple[Decimal | None, ...]
    cdi_first: Amounts
    cdi_later: Amounts
    aid_per_fte: Decimal
    aid_delay: int
    modulation: Decimal
    opening_cash: Decimal
    hours_per_fte: Decimal | None = None
    hourly_price: Decimal = Decimal(0)
    hourly_delay: int = 0
    permanents: tuple[Permanent, ...] = ()
    sales: tuple[YearlyRow, ...] = ()
    charges: tuple[YearlyRow, ...] = ()
    investments: tuple[Investment, ...] = ()
    funding: tuple[Funding, ...] = ()
    scenarios: tuple[Scenario, ...] = ()

    @property
    def sells_hours(self) -> bool:
        """Whether the structure lends people by the hour."""
        return self.kind in BY_HOURS

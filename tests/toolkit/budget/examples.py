"""Budgets written by hand for the tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.matching.kinds import SiaeKind
from app.toolkit.budget.inputs import (
    BudgetInputs,
    Funding,
    FundingKind,
    Investment,
    Permanent,
    PostCategory,
    Scenario,
    YearlyRow,
)

D = Decimal
PRUDENT = Scenario(
    key="prudent",
    label="Prudent",
    sales_factor=D("0.8"),
    delay=3,
    counts_modulation=False,
    shows_modulation=False,
)
CENTRAL = Scenario(
    key="central", label="Central", sales_factor=D(1), delay=0, counts_modulation=False
)
BRIGHT = Scenario(
    key="ambitieux", label="Ambitieux", sales_factor=D("1.1"), delay=0, counts_modulation=True
)
SCENARIOS = (PRUDENT, CENTRAL, BRIGHT)


def three(amount: int | str) -> tuple[Decimal, ...]:
    return (D(amount),) * 3


EMPTY = BudgetInputs(
    kind=SiaeKind.ACI,
    first_month="2027-01",
    weekly_hours=D(35),
    presence=(D(0),) * 12,
    unit_cost=D(0),
    caps=(None, None, None),
    cdi_first=three(0),
    cdi_later=three(0),
    aid_per_fte=D(24_000),
    aid_delay=0,
    modulation=D(0),
    opening_cash=D(0),
    scenarios=SCENARIOS,
)

ACI = replace(
    EMPTY,
    weekly_hours=D(26),
    presence=tuple(map(D, (4, 6, 8, 8, 10, 10, 12, 12, 12, 12, 12, 12))),
    unit_cost=D("1500.50"),
    caps=(D(5), D(8), D(8)),
    cdi_later=(D(0), D(1), D(2)),
    aid_per_fte=D(23_921),
    aid_delay=2,
    modulation=D("0.05"),
    opening_cash=D(20_000),
    permanents=(
        Permanent(
            function="Encadrant",
            category=PostCategory.TECHNICAL,
            fte=D(1),
            monthly_cost=D(3_400),
            first_month=1,
        ),
        Permanent(
            function="CIP",
            category=PostCategory.SUPPORT,
            fte=D("0.5"),
            monthly_cost=D("3333.33"),
            first_month=4,
        ),
    ),
    sales=(
        YearlyRow(label="Ville", amounts=(D(20_000), D(40_000), D(45_000)), delay=2),
        YearlyRow(label="=CMD()", amounts=(D(5_000), D(7_000), D("7777.77")), delay=0),
    ),
    charges=(
        YearlyRow(
            label="Achats", amounts=(D(9_000), D(12_000), D(13_000)), delay=1, is_variable=True
        ),
        YearlyRow(label="Loyer", amounts=three(14_400)),
    ),
    investments=(
        Investment(label="Camion", amount=D(24_000), month=2, years=5),
        Investment(label="Outils", amount=D(3_000), month=14, years=2),
    ),
    funding=(
        Funding(kind=FundingKind.OPERATING_GRANT, label="Département", amount=D(30_000), month=3),
        Funding(
            kind=FundingKind.INVESTMENT_GRANT, label="Fondation", amount=D(10_000), month=2, years=5
        ),
        Funding(
            kind=FundingKind.LOAN,
            label="Banque",
            amount=D(20_000),
            month=1,
            rate=D("0.03"),
            length=30,
            deferral=6,
        ),
        Funding(kind=FundingKind.EQUITY, label="Apport", amount=D(15_000), month=1),
    ),
)

ETTI = replace(
    EMPTY,
    kind=SiaeKind.ETTI,
    presence=tuple(map(D, (900, 1800, 2700, 3600, 3600, 4200, 4200, 4800, 4800, 4800, 4800, 4800))),
    unit_cost=D("18.40"),
    hours_per_fte=D(1_600),
    hourly_price=D("24.90"),
    hourly_delay=2,
    aid_per_fte=D(4_781),
    modulation=D("0.1"),
    caps=(D(6), None, D(9)),
    opening_cash=D(60_000),
    charges=ACI.charges,
    permanents=ACI.permanents,
)
EI = replace(
    ACI, kind=SiaeKind.EI, weekly_hours=D(35), aid_per_fte=D(13_304), funding=(), investments=()
)


def change(inputs: BudgetInputs, **values: Any) -> BudgetInputs:
    return replace(inputs, **values)

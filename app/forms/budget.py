"""The form of the budget: what was typed, and the inputs it makes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import FieldList

from app.forms.budget_rows import (
    ChargeRow,
    FundingRow,
    InvestmentRow,
    PermanentRow,
    SaleRow,
    cells,
    check_funding,
    check_investment,
    check_permanent,
    money,
    rows,
    say_place,
)
from app.forms.fields import AmountField, ChoiceField, CountField, MonthField
from app.forms.tool_form import ToolForm
from app.matching.kinds import SiaeKind
from app.toolkit.budget.inputs import (
    BUDGET_KINDS,
    BY_HOURS,
    QUARTERS,
    YEARS,
    Amounts,
    BudgetInputs,
    Funding,
    FundingKind,
    Investment,
    Permanent,
    PostCategory,
    Scenario,
    YearlyRow,
)

PERCENT = Decimal(100)
FIRST_CHARGES = (
    "Achats et matières", "Loyer et charges du local", "Énergie", "Véhicules et déplacements",
    "Assurances", "Honoraires (comptable, juridique)", "Formation", "Autres charges",
)  # fmt: skip
KINDS = [(kind.value, f"{kind.value} – {kind.label}") for kind in BUDGET_KINDS]


class BudgetForm(ToolForm):
    """Everything that a budget asks; what has no meaning for a kind is ignored."""

    type = ChoiceField("Type de structure", choices=KINDS, missing="Choisissez le type.")
    start = MonthField("Premier mois", missing="Indiquez le premier mois.")
    opening = money("Trésorerie de départ")
    weekly = AmountField("Heures par semaine", least=1, most=48, default=Decimal(35))
    people = cells("Personnes en insertion", QUARTERS, 5_000)
    person_cost = money("Coût mensuel d’une personne en insertion")
    hours = cells("Heures travaillées", QUARTERS, 5_000_000)
    hours_base = AmountField("Heures d’un ETP sur un an", least=500, most=2_500)
    hour_price = AmountField("Prix d’une heure facturée", most=1_000)
    hour_cost = AmountField("Coût d’une heure travaillée", most=1_000)
    hour_delay = CountField("Délai de paiement des heures", most=6)
    caps = cells("ETP conventionnés", YEARS, 5_000)
    cdi_first = cells("ETP en CDI d’inclusion, première année", YEARS, 5_000)
    cdi_later = cells("ETP en CDI d’inclusion, ensuite", YEARS, 5_000)
    aid = money("Aide au poste, socle annuel par ETP")
    aid_delay = CountField("Délai de versement de l’aide", most=12)
    modulation = AmountField("Part modulée, en %", most=10)
    permanents = rows(PermanentRow, 6)
    sales = rows(SaleRow, 5)
    charges = rows(ChargeRow, 8)
    investments = rows(InvestmentRow, 4)
    funding = rows(FundingRow, 5)
    prudent_sales = AmountField("Baisse des ventes, en %", most=100, default=Decimal(20))
    prudent_delay = CountField("Retard des embauches, en mois", most=24, default=Decimal(3))
    bright_sales = AmountField("Hausse des ventes, en %", most=300, default=Decimal(10))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401
        """Each field, then what must go together."""
        valid: bool = super().validate(extra_validators)
        return self.check_hours() and self.check_rows() and valid

    @property
    def kind(self) -> SiaeKind:
        """The kind chosen."""
        return SiaeKind(self.type.data)

    def check_hours(self) -> bool:
        """Hours need the base that makes posts of them: the portal provides none."""
        by_hours = self.type.data in {kind.value for kind in BY_HOURS}
        if by_hours and any(cell.amount for cell in self.hours) and not self.hours_base.data:
            self.hours_base.errors = [
                "Indiquez les heures d’un ETP sur un an\u00a0: demandez-les au service de l’État."
            ]
            return False
        return True

    def check_rows(self) -> bool:
        """What a line needs once something is typed in it; every line that lacks it says so."""
        missing = [*map(check_permanent, self.permanents), *map(check_funding, self.funding)]
        missing += map(check_investment, self.investments)
        found = [(field, message) for field, message in missing if message and not field.errors]
        for field, message in found:
            field.errors = [message]
        return not found

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """The same as every tool, with the place of a cell in its table."""
        return tuple((name, f"{say_place(name)}{text}") for name, text in super().problems)


def read_inputs(form: BudgetForm) -> BudgetInputs:
    """The inputs that a valid form makes."""
    by_hours = form.kind in BY_HOURS
    return BudgetInputs(
        kind=form.kind,
        first_month=form.start.data,
        weekly_hours=form.weekly.data or Decimal(35),
        presence=amounts(form.hours if by_hours else form.people),
        unit_cost=(form.hour_cost if by_hours else form.person_cost).amount,
        caps=tuple(cell.data for cell in form.caps),
        cdi_first=amounts(form.cdi_first),
        cdi_later=amounts(form.cdi_later),
        aid_per_fte=form.aid.amount,
        aid_delay=int(form.aid_delay.amount),
        modulation=form.modulation.amount / PERCENT,
        opening_cash=form.opening.amount,
        hours_per_fte=form.hours_base.data if by_hours else None,
        hourly_price=form.hour_price.amount if by_hours else Decimal(0),
        hourly_delay=int(form.hour_delay.amount) if by_hours else 0,
        permanents=tuple(read_permanent(row.form) for row in form.permanents if row.form.fte.data),
        sales=tuple(read_yearly(row.form) for row in form.sales if has_amount(row.form)),
        charges=tuple(
            read_yearly(row.form, is_variable=row.form.nature.data == "variable")
            for row in form.charges
            if has_amount(row.form)
        ),
        investments=tuple(
            read_investment(row.form) for row in form.investments if row.form.amount.data
        ),
        funding=tuple(read_funding(row.form) for row in form.funding if row.form.amount.data),
        scenarios=read_scenarios(form),
    )


def amounts(field: FieldList) -> Amounts:
    """The numbers of a row, zero where nothing was typed."""
    return tuple(cell.amount for cell in field)


def has_amount(row: Any) -> bool:  # noqa: ANN401
    """Whether a line has something in one of its years."""
    return any(field.amount for field in (row.year1, row.year2, row.year3))


def read_permanent(row: Any) -> Permanent:  # noqa: ANN401
    """A permanent post."""
    return Permanent(
        function=row.function.data or "Permanent",
        category=PostCategory(row.category.data or PostCategory.TECHNICAL),
        fte=row.fte.amount,
        monthly_cost=row.cost.amount,
        first_month=int(row.start.data or 1),
    )


def read_yearly(row: Any, *, is_variable: bool = False) -> YearlyRow:  # noqa: ANN401
    """A line of sales or charges."""
    return YearlyRow(
        label=row.label.data or str(row.label.label.text),
        amounts=(row.year1.amount, row.year2.amount, row.year3.amount),
        delay=int(row.delay.amount),
        is_variable=is_variable,
    )


def read_investment(row: Any) -> Investment:  # noqa: ANN401
    """Something bought, over five years where nothing was said."""
    return Investment(
        label=row.label.data or "Investissement",
        amount=row.amount.amount,
        month=int(row.month.data or 1),
        years=int(row.years.data or 5),
    )


def read_funding(row: Any) -> Funding:  # noqa: ANN401
    """Money received."""
    kind = FundingKind(row.nature.data or FundingKind.OPERATING_GRANT)
    is_loan = kind is FundingKind.LOAN
    return Funding(
        kind=kind,
        label=row.label.data or kind.label,
        amount=row.amount.amount,
        month=int(row.month.data or 1),
        rate=row.rate.amount / PERCENT if is_loan else Decimal(0),
        length=int(row.length.amount) if is_loan else 0,
        deferral=int(row.deferral.amount) if is_loan else 0,
        years=int(row.years.data or 5),
    )


def read_scenarios(form: BudgetForm) -> tuple[Scenario, ...]:
    """The three scenarios, the prudent one first."""
    return (
        Scenario(
            key="prudent",
            label="Prudent",
            sales_factor=1 - form.prudent_sales.amount / PERCENT,
            delay=int(form.prudent_delay.amount),
            counts_modulation=False,
            shows_modulation=False,
        ),
        Scenario(
            key="central",
            label="Central",
            sales_factor=Decimal(1),
            delay=0,
            counts_modulation=False,
        ),
        Scenario(
            key="ambitieux",
            label="Ambitieux",
            sales_factor=1 + form.bright_sales.amount / PERCENT,
            delay=0,
            counts_modulation=True,
        ),
    )

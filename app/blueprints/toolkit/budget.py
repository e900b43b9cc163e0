"""The budget: three years, three scenarios, a workbook of living formulas."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.toolkit.tool import Circumstances, Export, Tool
from app.exports import pdf, xlsx
from app.facts.scale import load_aid_scale
from app.forms.budget import FIRST_CHARGES, BudgetForm, read_inputs
from app.forms.path import read_choice
from app.matching.kinds import SiaeKind
from app.toolkit.budget.alerts import Warned, gather_warnings, warn_of_rate
from app.toolkit.budget.curve import Curve, draw_cash
from app.toolkit.budget.forecast import LABELS, compute
from app.toolkit.budget.indicators import LANDMARKS, YearView, view_year
from app.toolkit.budget.inputs import BUDGET_KINDS, MONTHS, YEARS
from app.toolkit.budget.report import (
    Budget,
    compare,
    list_assumptions,
    list_blocks,
    list_years,
    say_result,
    write_budget_csv,
    write_budget_pdf,
)
from app.toolkit.budget.scale import AidRate
from app.toolkit.budget.wording import say_month, say_ratio, say_value
from app.toolkit.budget.workbook import write_budget

Rows = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class ScenarioView:
    """A scenario: its years and its months."""

    key: str
    label: str
    years: Rows
    months: Rows


@dataclass(frozen=True, kw_only=True)
class BudgetView:
    """All that the page of a budget shows; `scenarios` in the order of the budget."""

    budget: Budget
    headers: tuple[str, ...]
    compared: Rows
    scenarios: tuple[ScenarioView, ...]
    years: tuple[YearView, ...]
    supervision: tuple[str, ...]
    landmark: str
    curve: Curve
    month_names: tuple[str, ...]

    @classmethod
    def of(cls, budget: Budget) -> BudgetView:
        """The view of a budget."""
        first = budget.inputs.first_month
        years = tuple(view_year(budget.central, year) for year in range(YEARS))
        landmark = LANDMARKS.get(budget.inputs.kind)
        return cls(
            budget=budget,
            headers=tuple(forecast.scenario.label for forecast in budget.forecasts),
            compared=compare(budget.forecasts, first),
            scenarios=tuple(
                ScenarioView(
                    key=forecast.scenario.key,
                    label=forecast.scenario.label,
                    years=list_years(forecast),
                    months=tuple(
                        (LABELS[key], tuple(say_value(key, v) for v in forecast.months(key)))
                        for key in LABELS
                        if any(forecast.months(key)) or key == "cash"
                    ),
                )
                for forecast in budget.forecasts
            ),
            years=years,
            supervision=tuple(say_ratio(view.supervision) for view in years),
            landmark=f"{landmark}" if landmark else "",
            curve=draw_cash(budget.forecasts),
            month_names=tuple(say_month(first, month) for month in range(1, MONTHS + 1)),
        )


def prepare(form: BudgetForm, around: Circumstances) -> None:
    """The first labels, and the last known aid of the kind where nobody typed another."""
    if not any(row.form.label.data for row in form.charges):
        for row, label in zip(form.charges, FIRST_CHARGES, strict=True):
            row.form.label.data = label
    if not form.start.data:
        following = around.now.year + 1
        form.start.data = f"{following}-01"
    rate = find_rate(form, around)
    if form.aid.data is None and not form.aid.typed and rate is not None:
        form.aid.data = rate.amount


def find_rate(form: BudgetForm, around: Circumstances) -> AidRate | None:
    """The last known rate of the kind chosen."""
    kind = read_choice(SiaeKind, form.type.data or "")
    if kind not in BUDGET_KINDS or kind is None:
        return None
    return load_aid_scale(around.session).latest(kind, around.now.date())


def compute_budget(form: BudgetForm, around: Circumstances) -> BudgetView:
    """The budget of what was typed, in its three scenarios."""
    inputs, rate = read_inputs(form), find_rate(form, around)
    scale, today = load_aid_scale(around.session), around.now.date()
    forecasts = tuple(compute(inputs, scenario) for scenario in inputs.scenarios)
    everywhere = (
        Warned(where="Tous les scénarios", text=text) for text in warn_of_rate(inputs, scale, today)
    )
    budget = Budget(
        inputs=inputs,
        forecasts=forecasts,
        warnings=(*everywhere, *gather_warnings(forecasts)),
        rate=rate,
        assumptions=list_assumptions(inputs, rate),
        edited_at=around.now,
    )
    return BudgetView.of(budget)


TOOL = Tool(
    slug="budget",
    title="Budget prévisionnel",
    summary=(
        "Trois ans mois par mois pour un ACI, une AI, une EI ou une ETTI\u00a0: postes, aide "
        "datée, ventes, charges, trésorerie, trois scénarios et un classeur dont chaque chiffre "
        "est une formule."
    ),
    form=BudgetForm,
    compute=compute_budget,
    prepare=prepare,
    template="toolkit/budget.html",
    blocks=lambda view: list_blocks(view.budget),
    headline=lambda view: say_result(view.budget),
    exports=(
        Export(
            key="xlsx",
            label="Classeur à formules (XLSX)",
            mimetype=xlsx.MIMETYPE,
            write=lambda view: write_budget(
                view.budget.forecasts, view.budget.assumptions, view.budget.edited_at
            ),
        ),
        Export(
            key="pdf",
            label="Budget à imprimer (PDF)",
            mimetype=pdf.MIMETYPE,
            write=lambda view: write_budget_pdf(view.budget),
        ),
        Export(
            key="csv",
            label="Toutes les lignes (CSV)",
            mimetype="text/csv; charset=utf-8",
            write=lambda view: write_budget_csv(view.budget),
        ),
    ),
)

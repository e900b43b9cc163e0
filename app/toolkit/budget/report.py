"""A budget in words and tables: assumptions, years and months, on paper and in spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.clock import NBSP, say_date, say_day
from app.exports.csv_export import write_csv
from app.exports.document import (
    TOOLBOX,
    Block,
    DocumentInfo,
    Heading,
    Look,
    Paragraph,
    Table,
    plain,
    with_title,
)
from app.exports.pdf import write_pdf
from app.toolkit.budget.alerts import Warned
from app.toolkit.budget.forecast import LABELS, Forecast
from app.toolkit.budget.indicators import turnover, view_year
from app.toolkit.budget.inputs import MONTHS, YEARS, BudgetInputs
from app.toolkit.budget.months import FULL_TIME
from app.toolkit.budget.scale import AidRate
from app.toolkit.budget.wording import say_money, say_month, say_number, say_ratio, say_value

NOT_MODELLED = (
    "Montants hors taxes\u00a0: la TVA n’est pas modélisée. Ni l’impôt, ni l’inflation, ni la "
    "saisonnalité ne le sont."
)


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A budget computed: its scenarios, the prudent first; the known rate of its aid."""

    inputs: BudgetInputs
    forecasts: tuple[Forecast, ...]
    rate: AidRate | None
    assumptions: tuple[str, ...]
    warnings: tuple[Warned, ...]
    edited_at: datetime

    @property
    def central(self) -> Forecast:
        """The scenario as it was typed."""
        return self.forecasts[1]


def list_assumptions(inputs: BudgetInputs, rate: AidRate | None) -> tuple[str, ...]:
    """What the figures rest on, in sentences."""
    return tuple(tell_assumptions(inputs, rate))


def tell_assumptions(inputs: BudgetInputs, rate: AidRate | None) -> Iterator[str]:
    """The same, one by one."""
    amount = say_money(inputs.aid_per_fte)
    if rate is not None and rate.amount == inputs.aid_per_fte:
        yield (
            f"Aide au poste{NBSP}: {amount} par an et par poste à temps plein, dernière valeur "
            f"connue, en vigueur depuis le {say_day(rate.starts_on)} ({rate.source}, "
            f"{rate.published}{NBSP}; {rate.worth}). Montant de l’année à demander au service de "
            "l’État."
        )
    else:
        known = f" La dernière valeur connue est {say_money(rate.amount)}." if rate else ""
        yield f"Aide au poste{NBSP}: {amount} par an et par poste, saisie manuelle.{known}"
    delay = f"avec {inputs.aid_delay} mois de délai" if inputs.aid_delay else "sans délai"
    yield f"L’aide suit les postes occupés, dans la limite de la convention, et arrive {delay}."
    if inputs.sells_hours:
        base = say_number(inputs.hours_per_fte) if inputs.hours_per_fte else "non indiquées"
        yield f"Heures d’un équivalent temps plein sur un an{NBSP}: {base}, saisies par vous."
    else:
        yield (
            f"Une personne à {say_number(inputs.weekly_hours)}{NBSP}heures par semaine compte pour "
            f"{say_value('full_time', min(inputs.weekly_hours, FULL_TIME) / FULL_TIME)} poste "
            "(article R5132-10)."
        )
    yield from tell_scenarios(inputs)
    share = f"{say_number(inputs.modulation * 100)}{NBSP}%"
    yield (
        f"La part modulée ({share}) est supposée versée en une fois en fin d’année{NBSP}: à "
        "vérifier."
    )
    yield (
        "Investissements et subventions d’investissement entrent au résultat par parts égales, "
        "mois par mois\u00a0; une subvention d’exploitation, sur douze mois."
    )
    yield NOT_MODELLED


def tell_scenarios(inputs: BudgetInputs) -> Iterator[str]:
    """What sets the scenarios apart."""
    sold = "heures vendues et travaillées, autres ventes et" if inputs.sells_hours else "ventes et"
    for scenario in inputs.scenarios:
        change, parts = (scenario.sales_factor - 1) * 100, []
        if change:
            sign = "−" if change < 0 else "+"
            parts.append(f"{sold} charges variables {sign}{say_number(abs(change))}{NBSP}%")
        if scenario.delay:
            parts.append(f"montée en charge retardée de {scenario.delay} mois")
        origin = " (repère du portail, à adapter)" if parts else ""
        parts.append(f"part modulée {'comptée' if scenario.counts_modulation else 'non comptée'}")
        told = ", ".join(parts if origin else ["vos chiffres tels quels", *parts])
        yield f"Scénario {scenario.label.lower()}{origin}{NBSP}: {told}."


def write_budget_csv(budget: Budget) -> bytes:
    """The months of the three scenarios, a row a line."""
    columns = ("scenario", "ligne", *(f"mois {n}" for n in range(1, MONTHS + 1)),
               *(f"annee {n}" for n in range(1, YEARS + 1)))  # fmt: skip
    rows = (
        (
            forecast.scenario.label,
            LABELS[key],
            *(write_number(v) for v in forecast.months(key)),
            *(write_number(v) for v in forecast.years(key)),
        )
        for forecast in budget.forecasts
        for key in LABELS
    )
    return "".join(write_csv(columns, rows)).encode()


def write_number(value: Decimal) -> Decimal:
    """A figure with two decimals, as spreadsheets read it."""
    return value.quantize(Decimal("0.01"))


def write_budget_pdf(budget: Budget) -> bytes:
    """The budget on paper: what it says, the years, the months of cash, what it rests on."""
    info = DocumentInfo(
        title=f"Budget prévisionnel {budget.inputs.kind.value}",
        created_at=budget.edited_at,
        footer=f"Maillage – budget édité le {say_date(budget.edited_at.date())}",
    )
    title = f"Budget prévisionnel sur trois ans ({budget.inputs.kind.value})"
    return write_pdf(info, with_title(title, list_blocks(budget), overline=TOOLBOX))


def list_blocks(budget: Budget) -> Iterator[Block]:
    """What the document says under its title, in order."""
    first = say_month(budget.inputs.first_month, 1)
    yield Paragraph(text=plain(f"À partir de {first}. Montants hors taxes."), look=Look.LEAD)
    yield Heading(text="Les trois scénarios")
    yield scenario_table(budget)
    if budget.warnings:
        yield Heading(text="À surveiller")
        for warned in budget.warnings:
            text = f"{warned.where}{NBSP}: {warned.text}"
            yield Paragraph(text=plain(text), look=Look.WARNING)
    for forecast in budget.forecasts:
        yield Heading(text=f"Scénario {forecast.scenario.label.lower()}")
        yield yearly_table(forecast)
    yield Heading(text="Trésorerie mois par mois")
    yield cash_table(budget)
    yield Heading(text="Hypothèses")
    for assumption in budget.assumptions:
        yield Paragraph(text=plain(assumption), look=Look.ITEM)


def say_result(budget: Budget) -> str:
    """The result of the first year in the central scenario, and the lowest cash."""
    month, lowest = budget.central.lowest_cash
    return (
        f"Résultat de l’année 1, scénario {budget.central.scenario.label.lower()}{NBSP}: "
        f"{say_money(budget.central.year('result', 0))}. Trésorerie au plus bas{NBSP}: "
        f"{say_money(lowest)} en {say_month(budget.inputs.first_month, month)}."
    )


def scenario_table(budget: Budget) -> Table:
    """What each scenario gives."""
    return Table(
        caption="Résultats, trésorerie et seuils",
        header=("", *(forecast.scenario.label for forecast in budget.forecasts)),
        rows=tuple(
            (plain(label), *(plain(value) for value in values))
            for label, values in compare(budget.forecasts, budget.inputs.first_month)
        ),
    )


def compare(
    forecasts: Sequence[Forecast], first_month: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The key figures, a row each, a value per scenario."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for year in range(YEARS):
        values = tuple(say_money(forecast.year("result", year)) for forecast in forecasts)
        rows.append((f"Résultat, année {year + 1}", values))
    for label, value in (
        ("Ventes, année 3", lambda forecast: turnover(forecast, YEARS - 1)),
        ("Aide au poste, année 3", lambda forecast: forecast.year("aid", YEARS - 1)),
    ):
        rows.append((label, tuple(say_money(value(forecast)) for forecast in forecasts)))
    lowest = [forecast.lowest_cash for forecast in forecasts]
    rows.append(("Point le plus bas de trésorerie", tuple(say_money(cash) for _, cash in lowest)))
    rows.append(("Mois de ce point", tuple(say_month(first_month, at) for at, _ in lowest)))
    last = [view_year(forecast, YEARS - 1) for forecast in forecasts]
    even = (
        say_money(view.break_even.sales) if view.break_even.sales else view.break_even.why
        for view in last
    )
    rows.append(("Seuil de rentabilité, année 3", tuple(even)))
    covered = (view.months_covered for view in last)
    rows.append(("Mois de charges couverts, fin d’année 3", tuple(map(say_ratio, covered))))
    return tuple(rows)


def yearly_table(forecast: Forecast) -> Table:
    """The three years of a scenario."""
    return Table(
        caption=f"Années du scénario {forecast.scenario.label.lower()}",
        header=("", *(f"Année {year + 1}" for year in range(YEARS))),
        rows=tuple(
            (plain(label), *(plain(value) for value in values))
            for label, values in list_years(forecast)
        ),
        widths=(0.46, 0.18, 0.18, 0.18),
    )


def list_years(forecast: Forecast) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lines that say something, a row each, a value per year."""
    return tuple(
        (LABELS[key], tuple(say_value(key, amount) for amount in forecast.years(key)))
        for key in LABELS
        if key in {"full_time", "result", "cash"} or any(forecast.years(key))
    )


def cash_table(budget: Budget) -> Table:
    """The cash at the end of each month, in the three scenarios."""
    return Table(
        caption="Trésorerie en fin de mois",
        header=("Mois", *(forecast.scenario.label for forecast in budget.forecasts)),
        rows=tuple(
            (
                plain(say_month(budget.inputs.first_month, month)),
                *(plain(say_money(f.months("cash")[month - 1])) for f in budget.forecasts),
            )
            for month in range(1, MONTHS + 1)
        ),
    )

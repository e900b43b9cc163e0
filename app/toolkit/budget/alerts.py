"""What to watch in a budget, in sentences: money, law, people, and the amount of the aid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.clock import NBSP
from app.toolkit.budget.forecast import Forecast
from app.toolkit.budget.indicators import (
    CDI_DEROGATION,
    CDI_LIMIT,
    LANDMARKS,
    LEAST_HOURS,
    MAIN_CUSTOMER,
    Light,
    light_of,
    sales_ratio,
    supervision,
    turnover,
)
from app.toolkit.budget.inputs import BUDGET_KINDS, YEARS, BudgetInputs
from app.toolkit.budget.months import ZERO
from app.toolkit.budget.scale import AidScale
from app.toolkit.budget.wording import say_money, say_month, say_number, say_ratio


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A sentence, and the scenarios that it is about."""

    where: str
    text: str


def gather_warnings(forecasts: Sequence[Forecast]) -> tuple[Warned, ...]:
    """What to watch in these scenarios, each sentence once, those on one matter together."""
    found: dict[str, list[str]] = {}
    for rule in RULES:
        for forecast in forecasts:
            for text in rule(forecast):
                found.setdefault(text, []).append(forecast.scenario.label.lower())
    return tuple(
        Warned(where=name_scenarios(names, len(forecasts)), text=text)
        for text, names in found.items()
    )


def name_scenarios(names: Sequence[str], count: int) -> str:
    """« Scénario prudent », « Scénarios prudent et central », « Tous les scénarios »."""
    if len(names) == count:
        return "Tous les scénarios"
    return f"Scénario{'s' if len(names) > 1 else ''} {' et '.join(names)}"


def list_warnings(forecast: Forecast) -> tuple[str, ...]:
    """What to watch in a forecast, in sentences."""
    return tuple(text for rule in RULES for text in rule(forecast))


def warn_of_cash(forecast: Forecast) -> Iterator[str]:
    """Cash below zero."""
    inputs = forecast.inputs
    at, lowest = forecast.lowest_cash
    if lowest < 0:
        first = next(n for n, cash in enumerate(forecast.months("cash"), start=1) if cash < 0)
        yield (
            f"La trésorerie passe sous zéro dès {say_month(inputs.first_month, first)} et descend "
            f"à {say_money(lowest)} en {say_month(inputs.first_month, at)}{NBSP}: prévoyez un "
            "financement ou décalez des dépenses."
        )


def warn_of_customers(forecast: Forecast) -> Iterator[str]:
    """One line of sales that is most of them."""
    inputs = forecast.inputs
    for year in range(YEARS):
        total = turnover(forecast, year)
        biggest = max((row.amounts[year] for row in inputs.sales), default=ZERO)
        biggest *= forecast.scenario.sales_factor
        if total and biggest / total > MAIN_CUSTOMER:
            yield (
                f"Année {year + 1}{NBSP}: une seule ligne fait plus de la moitié des ventes. Si "
                "c’est un seul client, sa perte met tout en danger (repère du portail, à adapter)."
            )
            return


def warn_of_law(forecast: Forecast) -> Iterator[str]:
    """The limits of the law: sales of an ACI, CDI d'inclusion, weekly hours."""
    inputs = forecast.inputs
    for year in range(YEARS):
        ratio = sales_ratio(forecast, year)
        if ratio is not None and light_of(ratio) is not Light.GREEN:
            yield (
                f"Année {year + 1}{NBSP}: les ventes font {ratio * 100:.0f}{NBSP}% des charges. "
                f"{light_of(ratio).label} (article D5132-34)."
            )
    yield from warn_of_cdi(inputs)
    if not inputs.sells_hours and inputs.weekly_hours < LEAST_HOURS:
        yield (
            f"Moins de 20{NBSP}heures par semaine{NBSP}: il faut une dérogation (articles L5132-5 "
            "et L5132-15-1, D5132-43-5 à D5132-43-15)."
        )


def warn_of_cdi(inputs: BudgetInputs) -> Iterator[str]:
    """CDI d'inclusion beyond a fifth of the posts; unknown without the posts."""
    for year, cap in enumerate(inputs.caps):
        cdi = inputs.cdi_first[year] + inputs.cdi_later[year]
        if cap is None and cdi:
            yield (
                f"Année {year + 1}{NBSP}: sans le nombre de postes conventionnés, la limite de "
                f"20{NBSP}% de CDI d’inclusion ne peut pas être vérifiée (article D5132-10-5-2 et "
                "équivalents)."
            )
        elif cap is not None and cdi > cap * CDI_LIMIT:
            is_derogation = cdi <= cap * CDI_DEROGATION
            how = "possible sur décision du préfet" if is_derogation else f"au-delà de 30{NBSP}%"
            yield (
                f"Année {year + 1}{NBSP}: les CDI d’inclusion dépassent 20{NBSP}% des postes "
                f"conventionnés, {how} (article D5132-10-5-2 et équivalents)."
            )


def warn_of_people(forecast: Forecast) -> Iterator[str]:
    """Nobody, posts without a cap or without aid, supervision above the landmark."""
    inputs = forecast.inputs
    if not any(inputs.presence):
        what = "heure travaillée" if inputs.sells_hours else "personne en insertion"
        yield f"Aucune {what} n’est saisie{NBSP}: le budget n’a ni poste d’insertion, ni aide."
    elif any(cap is None for cap in inputs.caps):
        yield (
            "Sans le nombre de postes conventionnés, l’aide est comptée pour tous les postes "
            "occupés\u00a0: elle ne sera versée que dans la limite de la convention."
        )
    if forecast.aid_lost > 0:
        yield (
            "Des postes occupés dépassent la convention\u00a0: ils ne sont pas aidés, soit "
            f"{say_money(forecast.aid_lost)} d’aide perdue en trois ans."
        )
    if not inputs.permanents:
        yield "Aucun permanent n’est prévu\u00a0: qui encadre et qui accompagne\u00a0?"
        return
    landmark = LANDMARKS.get(inputs.kind)
    for year in range(YEARS):
        found = supervision(forecast, year)
        if landmark and found and found > landmark:
            yield (
                f"Année {year + 1}{NBSP}: {say_ratio(found)} postes d’insertion pour un permanent. "
                f"Le repère régional de 2019 était de {say_number(landmark)} (stratégie de "
                f"novembre 2021){NBSP}: l’encadrement suffit-il{NBSP}?"
            )
            return


RULES = (warn_of_cash, warn_of_law, warn_of_people, warn_of_customers)


def warn_of_rate(inputs: BudgetInputs, scale: AidScale, today: date) -> Iterator[str]:
    """An amount that is the last known of another kind, or no amount."""
    kind, amount = inputs.kind, inputs.aid_per_fte
    if not amount:
        yield f"Le montant de l’aide au poste est de zéro{NBSP}: aucune aide n’est comptée."
        return
    known = {k: rate.amount for k in BUDGET_KINDS if (rate := scale.latest(k, today))}
    if known.get(kind) == amount:
        return
    for other, value in known.items():
        if value == amount:
            yield (
                f"L’aide saisie, {say_money(amount)}, est la dernière valeur connue du type "
                f"{other.value}, pas du type {kind.value}{NBSP}: videz la case pour prendre celle "
                f"du type {kind.value}."
            )

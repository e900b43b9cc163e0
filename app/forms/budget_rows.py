"""The tables of the form of the budget: their cells, and what a line needs once it is begun."""

from __future__ import annotations

import re
from typing import Any

from wtforms import FieldList, Form, FormField

from app.forms.fields import AmountField, ChoiceField, CountField, LineField
from app.forms.rows import Lines
from app.toolkit.budget.inputs import FundingKind, PostCategory

MOST_MONEY = 100_000_000


def money(label: str, **kwargs: Any) -> AmountField:  # noqa: ANN401
    """An amount in euros."""
    return AmountField(label, most=MOST_MONEY, **kwargs)


class PermanentRow(Form):
    """A permanent post."""

    function = LineField("Fonction", most=80)
    category = ChoiceField("Rôle", choices=[(c.value, c.label) for c in PostCategory])
    fte = AmountField("ETP", most=200)
    cost = money("Coût mensuel d’un ETP")
    start = CountField("Premier mois", least=1, most=36)


class SaleRow(Form):
    """A line of sales."""

    label = LineField("Ventes", most=80)
    year1 = money("Ventes, année 1")
    year2 = money("Ventes, année 2")
    year3 = money("Ventes, année 3")
    delay = CountField("Délai de paiement", most=6)


class ChargeRow(Form):
    """A line of charges."""

    label = LineField("Charges", most=80)
    year1 = money("Charges, année 1")
    year2 = money("Charges, année 2")
    year3 = money("Charges, année 3")
    nature = ChoiceField("Nature", choices=[("fixe", "Fixe"), ("variable", "Variable")])
    delay = CountField("Délai de paiement", most=3)


class InvestmentRow(Form):
    """Something bought."""

    label = LineField("Investissement", most=80)
    amount = money("Montant de l’investissement")
    month = CountField("Mois de l’achat", least=1, most=36)
    years = CountField("Durée d’amortissement", least=1, most=20)


class FundingRow(Form):
    """Money received."""

    nature = ChoiceField("Nature du financement", choices=[(k.value, k.label) for k in FundingKind])
    label = LineField("Financeur", most=80)
    amount = money("Montant du financement")
    month = CountField("Mois de réception", least=1, most=36)
    rate = AmountField("Taux annuel du prêt, en %", most=20)
    length = CountField("Durée du prêt, en mois", least=1, most=300)
    deferral = CountField("Différé du prêt, en mois", most=60)
    years = CountField("Étalement, en années", least=1, most=20)


def rows(shape: type[Form], count: int) -> FieldList:
    """That many lines of one shape; empty ones are left out of the computation."""
    return Lines(FormField(shape), min_entries=count, max_entries=count)


def cells(label: str, count: int, most: int) -> FieldList:
    """A row of numbers."""
    return Lines(AmountField(label, most=most), min_entries=count, max_entries=count)


def say_place(name: str) -> str:
    """« Ligne 3 – » of the name of a cell, « Année 1, trimestre 4 – », or nothing."""
    found = re.fullmatch(r"(\w+?)-(\d+)(-\w+)?", name)
    if found is None:
        return ""
    number = int(found[2])
    if found[3]:
        return f"Ligne {number + 1} – "
    if found[1] in {"people", "hours"}:
        return f"Année {number // 4 + 1}, trimestre {number % 4 + 1} – "
    return f"Année {number + 1} – "


def check_permanent(row: Any) -> tuple[Any, str]:  # noqa: ANN401
    """The field of a permanent post that is missing, with what is said of it."""
    line = row.form
    if line.fte.data and line.cost.data is None:
        return line.cost, "Coût mensuel d’un ETP\u00a0: indiquez-le, même approché."
    is_typed = line.function.data or line.cost.data
    return line.fte, "ETP\u00a0: indiquez-les." if is_typed and line.fte.data is None else ""


def check_investment(row: Any) -> tuple[Any, str]:  # noqa: ANN401
    """An investment that was named needs its amount."""
    line = row.form
    is_missing = line.label.data and line.amount.data is None
    return line.amount, "Montant de l’investissement\u00a0: indiquez-le." if is_missing else ""


def check_funding(row: Any) -> tuple[Any, str]:  # noqa: ANN401
    """Money that was named needs its amount; a loan its length, longer than its deferral."""
    line = row.form
    if line.label.data and line.amount.data is None:
        return line.amount, "Montant du financement\u00a0: indiquez-le."
    is_loan = line.nature.data == FundingKind.LOAN.value and line.amount.data
    is_short = is_loan and line.length.amount <= line.deferral.amount
    return line.length, "La durée du prêt, en mois, doit dépasser le différé." if is_short else ""

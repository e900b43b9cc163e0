"""The form of the funding plan: needs, resources, and what the project is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.clock import NBSP
from app.forms.fields import AmountField, ChoiceField, LineField
from app.forms.rows import DayField, Row, make_rows, number_rows
from app.forms.tool_form import ToolForm
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.territories import TerritoryKind, list_territories
from app.toolkit.funding_plan.model import YEARS, FundingStatus, Need, Plan, Resource
from app.toolkit.schemes import Expense, Scheme

MOST_NEEDS, MOST_RESOURCES = 30, 20
OTHER, OWN = "autre", "propre"
NOT_KNOWN = ("", "Pas encore choisi")
EXPENSES = [(expense.value, expense.label) for expense in Expense]
YEAR_CHOICES = [(str(year), f"Année{NBSP}{year}") for year in YEARS]


class NeedRow(Row):
    """An expense to come."""

    kind = "Besoin"
    ignored = frozenset({"year"})

    label = LineField("Intitulé", most=120)
    expense = ChoiceField("Nature", choices=[("", "Choisir"), *EXPENSES])
    amount = AmountField("Montant")
    year = ChoiceField("Année", choices=YEAR_CHOICES, default="1")

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """A need has a nature and an amount."""
        if not self["expense"].data:
            yield "expense", "choisissez la nature de la dépense."
        if self["amount"].data is None:
            yield "amount", "indiquez le montant."

    def read(self) -> Need:
        """The need that was typed; the row must be valid."""
        expense = Expense(self["expense"].data)
        return Need(
            label=self["label"].data or expense.label,
            expense=expense,
            amount=self["amount"].amount,
            year=int(self["year"].data or 1),
        )


class ResourceRow(Row):
    """Money hoped for or granted."""

    kind = "Ressource"
    ignored = frozenset({"status"})

    scheme = ChoiceField("Dispositif")
    label = LineField("Financeur ou précision", most=120)
    amount = AmountField("Montant")
    status = ChoiceField(
        "État",
        choices=[(status.value, status.label) for status in FundingStatus],
        default=FundingStatus.CONSIDERED.value,
    )
    expense = ChoiceField("Dépense payée", choices=[("", "Tout le projet"), *EXPENSES])
    year = ChoiceField("Arrive en", choices=[("", "Non réparti"), *YEAR_CHOICES])
    deposit_on = DayField("Dépôt au plus tard")
    answer_on = DayField("Réponse attendue")
    cap = AmountField("Plafond de prise en charge", least=0, most=100)

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """A resource has a scheme or a name, and an amount."""
        if not self["scheme"].data:
            yield "scheme", "choisissez un dispositif, ou « Autre financeur »."
        if self["scheme"].data == OTHER and not self["label"].data:
            yield "label", "nommez le financeur."
        if self["amount"].data is None:
            yield "amount", "indiquez le montant."

    def read(self, schemes: dict[str, Scheme]) -> Resource:
        """The resource that was typed; the row must be valid."""
        chosen, typed = self["scheme"].data, self["label"].data or ""
        scheme = schemes.get(chosen)
        is_own = chosen == OWN
        expense, year = self["expense"].data, self["year"].data
        named = f"{scheme.name} – {typed}" if scheme and typed else (scheme.name if scheme else "")
        return Resource(
            name=named or typed or "Apport, ventes ou autofinancement",
            funder=scheme.funder if scheme else ("Vous" if is_own else typed),
            amount=self["amount"].amount,
            status=FundingStatus(self["status"].data or FundingStatus.CONSIDERED),
            expense=Expense(expense) if expense else None,
            year=int(year) if year else None,
            scheme=scheme,
            is_own=is_own,
            cap=self["cap"].data,
            deposit_on=self["deposit_on"].day,
            answer_on=self["answer_on"].day,
        )


class FundingPlanForm(ToolForm):
    """What a person types; `say_choices` gives the lists and the empty rows."""

    kind = ChoiceField("Type de structure visé")
    department = ChoiceField("Département")
    needs = make_rows(NeedRow, "Besoins", most=MOST_NEEDS, least=5)
    resources = make_rows(ResourceRow, "Ressources", most=MOST_RESOURCES)

    def say_choices(self, schemes: tuple[Scheme, ...]) -> None:
        """The choices of each list, and empty rows after those filled in."""
        number_rows(self["needs"], spare=3, most=MOST_NEEDS)
        number_rows(self["resources"], spare=2, most=MOST_RESOURCES)
        self["kind"].choices = [
            NOT_KNOWN,
            *((k.value, f"{k} – {k.label}") for k in SiaeKind if k in SIAE_KINDS),
        ]
        self["department"].choices = [
            NOT_KNOWN,
            *((t.code, f"{t.code} – {t.name}") for t in list_territories(TerritoryKind.DEPARTMENT)),
        ]
        choices = [
            ("", "Choisir"),
            (OWN, "Apport, ventes ou autofinancement"),
            (OTHER, "Autre financeur"),
            *((s.slug, f"{s.name} ({s.state.label.lower()})") for s in schemes),
        ]
        for entry in self["resources"].entries:
            entry.form["scheme"].choices = choices

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms has it
        """Check each row, then that there is something to pay for."""
        is_valid = super().validate(extra_validators)
        if not any(entry.form.is_filled for entry in self["needs"].entries):
            first = self["needs"].entries[0].form
            first["amount"].errors = [
                "Saisissez au moins un besoin, avec sa nature et son montant."
            ]
            return False
        return bool(is_valid)

    def read_plan(self, schemes: tuple[Scheme, ...]) -> Plan:
        """The plan that was typed; the form must be valid."""
        known = {scheme.slug: scheme for scheme in schemes}
        needs = [entry.form for entry in self["needs"].entries if entry.form.is_filled]
        resources = [entry.form for entry in self["resources"].entries if entry.form.is_filled]
        kind = self["kind"].data
        return Plan(
            needs=tuple(row.read() for row in needs),
            resources=tuple(row.read(known) for row in resources),
            kind=SiaeKind(kind) if kind else None,
            department=self["department"].data or "",
        )

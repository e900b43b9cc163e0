"""What a funding plan keeps, changed or read without its page: one more resource, its needs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from app.errors import InvalidError
from app.forms.fields import read_decimal
from app.forms.funding_plan import MOST_RESOURCES, FundingPlanForm
from app.forms.tool_form import Raw
from app.toolkit.funding_plan.model import FundingStatus
from app.toolkit.schemes import Expense, Scheme

PLAN = "plan-de-financement"  # the tool
NEED_AMOUNT = re.compile(r"needs-[0-9]{1,3}-amount")
FULL = f"Le plan a déjà {MOST_RESOURCES} ressources\u00a0: retirez-en une, puis recommencez."


def has_scheme(raw: Raw, scheme: Scheme) -> bool:
    """Whether a resource of the plan is that scheme, by its address or an earlier one."""
    slugs = {scheme.slug, *scheme.former_slugs}
    return any(row["scheme"].data in slugs for _, row in read_resources(raw))


def add_scheme(
    raw: Raw, scheme: Scheme, *, expense: Expense | None = None, deadline: date | None = None
) -> Raw:
    """The plan with a resource more: that scheme, only thought of, its amount still to write.

    Zero is what the plan counts until then. Raises InvalidError where the scheme is there already,
    or where the plan has no room.
    """
    if has_scheme(raw, scheme):
        raise InvalidError(f"«\u00a0{scheme.name}\u00a0» est déjà dans le plan.")
    row = {
        "scheme": scheme.slug,
        "label": "",
        "amount": "0",
        "status": FundingStatus.CONSIDERED.value,
        "expense": expense.value if expense else "",
        "year": "",
        "deposit_on": f"{deadline:%d/%m/%Y}" if deadline else "",
        "answer_on": "",
        "cap": "",
    }
    place = find_place(raw)
    return raw | {f"{place}-{name}": [value] for name, value in row.items()}


def find_place(raw: Raw) -> str:
    """The name of the first empty row of the resources; InvalidError where there is none."""
    rows = read_resources(raw)
    empty = next((name for name, row in rows if not row.is_filled), None)
    if empty is not None:
        return empty
    if len(rows) >= MOST_RESOURCES:
        raise InvalidError(FULL)
    return f"resources-{max(int(name.rpartition('-')[2]) for name, _ in rows) + 1}"


def read_resources(raw: Raw) -> list[tuple[str, Any]]:
    """The rows of the resources, each with its name."""
    entries = FundingPlanForm.from_raw(raw)["resources"].entries
    return [(entry.name, entry.form) for entry in entries]


def begin_plan(kind: str, department: str) -> Raw:
    """A plan where nothing is written yet but what the project is."""
    return {"kind": [kind], "department": [department]}


def sum_needs(raw: Raw) -> Decimal | None:
    """The total of the needs of a plan, what is no number left out; None where it has none."""
    typed = [
        value for name, values in raw.items() if NEED_AMOUNT.fullmatch(name) for value in values
    ]
    found = [amount for value in typed if (amount := read_decimal(value)) is not None]
    return sum(found, Decimal(0)) or None

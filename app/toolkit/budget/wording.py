"""The figures of a budget in words: euros, posts, months, ratios."""

from __future__ import annotations

from decimal import Decimal

from app.clock import MONTHS, NBSP
from app.toolkit.budget.forecast import POSTS

THIN = "\u202f"


def say_money(amount: Decimal) -> str:
    """« 12 345 € », « −300 € »: rounded to the euro."""
    whole = f"{abs(amount):,.0f}".replace(",", THIN)
    return f"{'−' if round(amount) < 0 else ''}{whole}{NBSP}€"


def say_value(key: str, amount: Decimal) -> str:
    """A figure of a line: posts with two decimals, the rest in euros."""
    if key in POSTS:
        return f"{amount:.2f}".replace(".", ",")
    return say_money(amount)


def say_month(first: str, month: int) -> str:
    """« mars 2027 » for the third month of a budget that begins in January 2027."""
    year, start = int(first[:4]), int(first[5:7])
    at = start - 1 + month - 1
    return f"{MONTHS[at % 12]} {year + at // 12}"


def say_ratio(value: Decimal | None) -> str:
    """« 2,5 », or « sans objet »."""
    return "sans objet" if value is None else f"{value:.1f}".replace(".", ",")


def say_number(value: Decimal) -> str:
    """« 26 », « 32,5 »: without useless zeros."""
    return f"{value.normalize():f}".replace(".", ",")

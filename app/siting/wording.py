"""Numbers in French sentences."""

from __future__ import annotations

from app.clock import NBSP

THIN = "\u202f"


def say_number(value: float, digits: int | None = None) -> str:
    """« 12 345 », « 4,2 »: by default one decimal below ten, none above."""
    if digits is None:
        digits = 1 if abs(value) < 10 and round(value, 1) != round(value) else 0
    return f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")


def say_percent(share: float) -> str:
    """« 12 % » of a share in [0, 1]."""
    return f"{say_number(100 * share)}{NBSP}%"


def count(number: int, one: str, many: str) -> str:
    """« 1 structure », « 12 structures »."""
    return f"{say_number(number)}{NBSP}{many if number > 1 else one}"

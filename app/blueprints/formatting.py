"""How values look on a page: dates, numbers and places in French."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from app.clock import NBSP, say_date, say_day, say_moment, to_paris
from app.files.refusal import MEGABYTE

THIN = "\u202f"
LEAST_SHOWN = 52_428  # bytes: under that, a size rounds to nothing


def format_day(day: date | None) -> str:
    """« 3 mars 2026 », « 1er avril 2026 », or « date inconnue »."""
    if day is None:
        return "date inconnue"
    if isinstance(day, datetime):
        day = to_paris(day).date()
    return say_day(day)


def format_moment(moment: datetime | None, precision: str = "minute") -> str:
    """« mardi 3 mars 2026 à 12 h 00 », in Paris; the hour is left out where only a day is known."""
    if moment is None:
        return "date inconnue"
    if precision == "day":
        return say_date(to_paris(moment).date())
    return say_moment(moment)


def format_left(moment: datetime | None, now: datetime) -> str:
    """How long is left, in words: « dans 3 jours », « aujourd’hui », « depuis 2 jours »."""
    if moment is None:
        return ""
    days = (to_paris(moment).date() - to_paris(now).date()).days
    if moment <= now:
        return "depuis aujourd’hui" if days == 0 else f"depuis {count_days(-days)}"
    if days == 0:
        return "aujourd’hui"
    return "demain" if days == 1 else f"dans {count_days(days)}"


def count_days(days: int) -> str:
    """« 1 jour », « 12 jours »."""
    return f"{days}{NBSP}jour{'s' if days > 1 else ''}"


def format_number(value: float, digits: int = 0) -> str:
    """« 12 345,6 »: narrow spaces between thousands, a comma before decimals."""
    return f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")


def format_megabytes(size: int) -> str:
    """« 1,5 Mo » of a size in bytes; « moins de 0,1 Mo » of a small one."""
    said = format_number(size / MEGABYTE, 1) if size > LEAST_SHOWN else "moins de 0,1"
    return f"{said}{NBSP}Mo"


def format_euros(value: float | None) -> str:
    """« 12 345 € », or « montant inconnu »."""
    return "montant inconnu" if value is None else f"{format_number(value)}{NBSP}€"


def format_percent(value: float | None) -> str:
    """« 83 % » of a share in [0, 1], or « inconnu »."""
    return "inconnu" if value is None else f"{value * 100:.0f}{NBSP}%"


def pluralise(count: int, one: str, many: str) -> str:
    """« 1 structure », « 12 structures »: zero and one are singular in French."""
    return f"{format_number(count)}{NBSP}{many if count > 1 else one}"


def format_cell(value: object) -> str:
    """A cell of a table, by what it is: a day, an amount, words, or nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_day(value)
    return format_number(float(value)) if isinstance(value, Decimal) else str(value)


def register(app: Flask) -> None:
    """Give templates these filters."""
    app.jinja_env.filters.update(
        day=format_day,
        moment=format_moment,
        left=format_left,
        number=format_number,
        megabytes=format_megabytes,
        euros=format_euros,
        percent=format_percent,
        pluralise=pluralise,
        cell_text=format_cell,
    )

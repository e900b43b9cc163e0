"""The curve of the cash as a drawing: points and marks, in its own units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.toolkit.budget.forecast import Forecast
from app.toolkit.budget.inputs import MONTHS
from app.toolkit.budget.wording import say_money

WIDTH, HEIGHT, LEFT, RIGHT, TOP = 720, 260, 86, 12, 20
APART = 18  # between two amounts, so that neither covers the other
DASHES = ("6 4", "none", "2 3")  # a line is told from another without its colour


@dataclass(frozen=True, kw_only=True)
class CurveLine:
    """The line of a scenario."""

    label: str
    points: str
    dash: str
    end_y: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A drawing of `width` by `height`; `zero` is the height of the line of no cash.

    `levels` are heights with their amounts, from the highest down, far enough apart to be read.
    """

    width: int
    height: int
    zero: float
    lines: tuple[CurveLine, ...]
    years: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]


def draw_cash(forecasts: Sequence[Forecast]) -> Curve:
    """The cash at the end of each month, in each scenario."""
    every = [value for forecast in forecasts for value in forecast.months("cash")]
    low, high = min(Decimal(0), *every), max(Decimal(1), *every)
    span = high - low or Decimal(1)

    def x(month: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (month - 1) / (MONTHS - 1)

    def y(value: Decimal) -> float:
        return TOP + (HEIGHT - 2 * TOP) * float((high - value) / span)

    lines = tuple(
        CurveLine(
            label=forecast.scenario.label,
            points=" ".join(
                f"{x(month):.1f},{y(cash):.1f}"
                for month, cash in enumerate(forecast.months("cash"), start=1)
            ),
            dash=dash,
            end_y=y(forecast.months("cash")[-1]),
        )
        for forecast, dash in zip(forecasts, DASHES, strict=False)
    )
    years = tuple((x(12 * year + 1), f"Année {year + 1}") for year in range(MONTHS // 12))
    ends = [value for value in (high, low) if abs(y(value) - y(Decimal(0))) >= APART]
    levels = sorted((y(value), say_money(value)) for value in (*ends, Decimal(0)))
    return Curve(
        width=WIDTH,
        height=HEIGHT,
        zero=y(Decimal(0)),
        lines=lines,
        years=years,
        levels=tuple(levels),
    )
